"""Trying a pathway: it is walked as any other is, and no trace of it stays."""

import os
from pathlib import Path
from tempfile import gettempdir

from tests.commands.pathway.conftest import Write, text_of
from tests.conftest import Psi, Result


def tried(psi: Psi, file: Path, *lines: str) -> Result:
    return psi("pathway", "try", str(file), stdin="\n".join(lines))


def everything(psi: Psi) -> dict[str, bytes]:
    """Return every file of psi's, and the names of what lies where temporary files are."""
    files = (path for path in psi.home.parent.rglob("*") if path.is_file())
    kept = {str(path): path.read_bytes() for path in files}
    kept |= {name: b"" for name in os.listdir(gettempdir()) if name.startswith("psi-try-")}
    return kept


def test_commands_are_taken_until_one_quits_and_nothing_of_them_is_kept(
    psi: Psi, write: Write
) -> None:
    file = write("bread.toml", text_of("bread"))
    psi("start")
    psi("done", "2.1")
    psi("list", "--pathway", str(file))
    before = everything(psi)
    shown = tried(
        psi,
        file,
        "psi done 1",
        'note 2 "in two words"',
        "note",
        "pathway add bread.toml",
        f"pathway add '{file}'",
        "pathway use bread",
        "list --done",
        "quit",
        "done 3",
    )
    assert shown.status == 0
    assert "Done: Flour" in shown.out
    assert "in two words" in shown.out
    assert "Added: Bread" in shown.out
    assert "Salt" not in shown.out.partition("Added")[2].partition("Flour")[2]
    assert "nothing of it was kept" in shown.err
    assert everything(psi) == before


def test_the_end_of_the_input_ends_it_too(psi: Psi, write: Write) -> None:
    shown = tried(psi, write("bread.toml", text_of("bread")), "next")
    assert shown.status == 0
    assert "nothing of it was kept" in shown.err
    assert not (psi.home / "journal").exists()


def test_a_mistake_is_told_and_the_next_command_taken(psi: Psi, write: Write) -> None:
    shown = tried(psi, write("bread.toml", text_of("bread")), "frob", 'note 1 "x', "", "done 1")
    assert "no command “frob”" in shown.err
    assert "quotation mark" in shown.err
    assert "Done: Flour" in shown.out


def test_what_its_author_changes_meanwhile_shows_at_once(psi: Psi, write: Write) -> None:
    file = write("bread.toml", text_of("bread"))
    newer = write("newer.toml", text_of("bread", {"rye": "Rye"}))
    shown = tried(psi, file, f"export markdown --force -o '{file}'", "list")
    assert "is not a pathway" in shown.err
    shown = tried(psi, newer, "list")
    assert "Rye" in shown.out


def test_a_file_that_is_no_pathway_is_not_tried(psi: Psi, write: Write) -> None:
    shown = tried(psi, write("bread.toml", "broken"), "next")
    assert (shown.status, shown.out) == (4, "")


def test_within_a_try_one_can_try_another(psi: Psi, write: Write) -> None:
    bread, wine = (write(f"{name}.toml", text_of(name)) for name in ("bread", "wine"))
    shown = tried(psi, bread, f"pathway try '{wine}'", "done 1", "quit", "list --done")
    assert shown.err.count("nothing of it was kept") == 2
    assert "No resource is like that yet." in shown.out
