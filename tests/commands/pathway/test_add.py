"""Adding, updating and removing pathways: what is checked, refused, asked and kept."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from psi_cli.system import files
from tests.commands.pathway.conftest import BOOKS, Write, text_of
from tests.conftest import Psi, Result

BUNDLED = "public-sector-innovation"
POSIX = pytest.mark.skipif(os.name != "posix", reason="links and rights as POSIX has them")
NEWER = text_of("bread", {"flour": "Wheat", "salt": "Salt", "yeast": "Yeast"}, version="2")


def here(psi: Psi) -> dict[str, bytes]:
    """Return what is kept of pathways, by file name."""
    folder = psi.home / "pathways"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


@pytest.fixture
def bread(write: Write) -> Path:
    return write("mail/Your course (final).toml", "# by hand\n" + text_of("bread"))


def test_an_added_pathway_is_a_private_copy_under_its_id_byte_for_byte(
    psi: Psi, bread: Path
) -> None:
    told = psi("pathway", "add", str(bread), "--json")
    assert (told.status, told.json["did"], told.json["pathway"]["id"]) == (0, "added", "bread")
    assert here(psi) == {"bread.toml": bread.read_bytes()}
    if os.name == "posix":
        mode = (psi.home / "pathways" / "bread.toml").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
    bread.unlink()
    assert psi("start", "bread", "--json").json["pathway"]["title"] == "Bread"


def test_a_pathway_comes_from_standard_input_too(psi: Psi) -> None:
    assert psi("pathway", "add", "-", stdin=text_of("bread")).status == 0
    assert here(psi) == {"bread.toml": text_of("bread").encode()}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        text_of("bread").replace("minutes = 10", "minutes = -1"),
        text_of("Bread"),
        text_of("../bread"),
        text_of("con"),
        text_of("x" * 65),
        text_of("bread").replace("\n", "\n\0"),
    ],
    ids=["empty", "no TOML", "a mistake", "upper case", "a path", "a device", "long", "zeros"],
)
def test_what_is_no_pathway_is_refused_with_its_mistakes_and_nothing_is_written(
    psi: Psi, write: Write, text: str
) -> None:
    told = psi("pathway", "add", str(write("bad.toml", text)))
    assert told.status == 4
    assert "bad.toml" in told.err
    assert here(psi) == {}
    assert psi("pathway", "add", "-", stdin=text).status == 4
    assert here(psi) == {}


@pytest.mark.parametrize("path", ["nowhere.toml", "", ".", "a\nb", "~nobody-here/x", "x" * 5000])
def test_what_is_no_file_is_refused_in_a_sentence(psi: Psi, path: str) -> None:
    told = psi("pathway", "add", path)
    assert told.status == 4
    assert "cannot be read" in told.err
    assert "Check the path" in told.err


def test_keys_that_a_newer_psi_may_know_are_told_when_a_pathway_is_added(
    psi: Psi, write: Write
) -> None:
    file = write("bread.toml", text_of("bread").replace("minutes", "minuets", 1))
    told = psi("pathway", "add", str(file))
    assert told.status == 0
    assert "1 key that this psi does not know" in told.err


@pytest.mark.parametrize(
    ("id_", "aliases"), [(BUNDLED, ()), ("mine", (BUNDLED,)), ("mine", ("x", BUNDLED))]
)
def test_nothing_takes_the_place_of_the_pathway_psi_ships_with(
    psi: Psi, write: Write, id_: str, aliases: tuple[str, ...]
) -> None:
    file = write("mine.toml", text_of(id_, aliases=aliases))
    for options in ((), ("--update",), ("--update", "--yes")):
        told = psi("pathway", "add", str(file), *options)
        assert told.status == 1
        assert "psi ships with" in told.err
        assert here(psi) == {}


def test_a_taken_id_is_refused_and_names_update(psi: Psi, bread: Path, write: Write) -> None:
    psi("pathway", "add", str(bread))
    told = psi("pathway", "add", str(write("newer.toml", NEWER)))
    assert told.status == 1
    assert "--update" in told.err
    assert here(psi) == {"bread.toml": bread.read_bytes()}


def test_the_same_file_once_more_is_no_mistake(psi: Psi, bread: Path) -> None:
    psi("pathway", "add", str(bread))
    assert psi("pathway", "add", str(bread), "--json").json["did"] == "kept"


def updated(psi: Psi, bread: Path, file: Path, answer: str) -> Result:
    psi("pathway", "add", str(bread))
    return psi(
        "pathway", "add", str(file), "--update", terminal=True, stdin=f"{answer}\n", NO_COLOR="1"
    )


def test_an_update_tells_what_changes_and_asks_first(psi: Psi, bread: Path, write: Write) -> None:
    told = updated(psi, bread, write("newer.toml", NEWER), "n")
    assert told.status == 1
    for words in ("Yeast", "Water", "Flour is now", "version 1 → 2"):
        assert words in told.out
    assert "[y/N" in told.err
    assert here(psi) == {"bread.toml": bread.read_bytes()}
    assert updated(psi, bread, write("newer.toml", NEWER), "y").status == 0
    assert here(psi) == {"bread.toml": NEWER.encode()}


def test_without_a_terminal_an_update_wants_yes_and_gives_what_changed(
    psi: Psi, bread: Path, write: Write
) -> None:
    newer = write("newer.toml", NEWER)
    psi("pathway", "add", str(bread))
    refused = psi("pathway", "add", str(newer), "--update", "--json")
    assert (refused.status, "--yes" in refused.err) == (2, True)
    assert here(psi) == {"bread.toml": bread.read_bytes()}
    changes = psi("pathway", "add", str(newer), "--update", "--yes", "--json").json["changes"]
    assert [part["id"] for part in changes["new"]] == ["yeast"]
    assert [part["id"] for part in changes["gone"]] == ["water"]
    assert here(psi) == {"bread.toml": NEWER.encode()}


def test_a_pathway_that_was_renamed_takes_the_place_of_its_former_self(
    psi: Psi, bread: Path, write: Write
) -> None:
    psi("pathway", "add", str(bread))
    psi("start", "bread")
    psi("done", "flour")
    loaves = text_of("loaves", aliases=("bread",))
    file = write("loaves.toml", loaves)
    assert psi("pathway", "add", str(file)).status == 1
    assert psi("pathway", "add", str(file), "--update", "--yes").status == 0
    assert here(psi) == {"loaves.toml": loaves.encode()}
    assert psi("--json").json["done"] == 1
    former = psi("pathway", "add", str(bread), "--update", "--yes")
    assert former.status == 0
    assert set(here(psi)) == {"bread.toml"}


def test_a_broken_file_gives_way_to_a_sound_one(psi: Psi, bread: Path, added: Write) -> None:
    added("bread", "broken")
    assert psi("pathway", "add", str(bread)).status == 1
    assert psi("pathway", "add", str(bread), "--update", "--yes").status == 0
    assert here(psi) == {"bread.toml": bread.read_bytes()}


def test_another_pathway_in_a_file_of_that_name_is_left_as_it_is(
    psi: Psi, bread: Path, added: Write
) -> None:
    added("bread", text_of("wine"))
    told = psi("pathway", "add", str(bread), "--update", "--yes")
    assert (told.status, "bread.toml" in told.err) == (1, True)
    assert here(psi) == {"bread.toml": text_of("wine").encode()}


@POSIX
def test_a_link_is_followed_to_read_and_never_to_write(
    psi: Psi, bread: Path, write: Write, tmp_path: Path
) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(bread)
    assert psi("pathway", "add", str(link)).status == 0
    place = psi.home / "pathways" / "bread.toml"
    assert not place.is_symlink()
    place.unlink()
    place.symlink_to(bread)
    kept = bread.read_bytes()
    told = psi("pathway", "add", str(write("newer.toml", NEWER)), "--update", "--yes")
    assert (told.status, "link" in told.err) == (5, True)
    assert bread.read_bytes() == kept
    assert psi("pathway", "remove", "bread", "--yes").status == 0
    assert bread.read_bytes() == kept
    assert not place.is_symlink()
    place.symlink_to(tmp_path / "nowhere")
    assert psi("pathway", "add", str(bread)).status != 0
    assert not (tmp_path / "nowhere").exists()


@POSIX
@pytest.mark.parametrize("kind", ["fifo", "folder", "link to nowhere", "endless"])
def test_what_is_no_regular_file_neither_blocks_nor_enters(
    psi: Psi, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "strange.toml"
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link to nowhere":
            path.symlink_to(tmp_path / "nowhere")
        case _:
            path = Path("/dev/zero")
    assert psi("pathway", "add", str(path)).status == 4
    assert here(psi) == {}


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(
    psi: Psi, bread: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_all", refuse)
        told = psi("pathway", "add", str(bread))
    assert told.status == 5
    assert "Nothing was saved" in told.err
    assert "Read-only" in told.err
    assert here(psi) == {}
    psi.home.joinpath("pathways").rmdir()
    psi.home.joinpath("pathways").write_text("a file where the folder should be")
    told = psi("pathway", "add", str(bread))
    assert told.status == 5
    assert "pathways" in psi("pathway").out
    assert psi("doctor").status == 4


def test_of_two_that_add_one_id_at_once_one_is_refused(psi: Psi, write: Write) -> None:
    texts = [text_of("bread", {name: name.title()}) for name in BOOKS]
    adding = [
        subprocess.Popen(
            [sys.executable, "-m", "psi_cli", "pathway", "add", str(write(f"{n}.toml", text))],
            env=psi.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for n, text in enumerate(texts)
    ]
    statuses = []
    for process in adding:
        process.communicate(timeout=60)
        statuses.append(process.returncode)
    assert sorted(statuses) == [0, 1, 1]
    assert list(here(psi)) == ["bread.toml"]
    assert here(psi)["bread.toml"].decode() == texts[statuses.index(0)]


def test_what_came_between_the_question_and_the_answer_is_not_overwritten(
    psi: Psi, bread: Path, write: Write, added: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    psi("pathway", "add", str(bread))
    meanwhile = text_of("bread", {"oats": "Oats"})
    ask = "psi_cli.commands.pathway.add.confirm"
    monkeypatch.setattr(ask, lambda *_: added("bread", meanwhile))
    told = psi("pathway", "add", str(write("newer.toml", NEWER)), "--update")
    assert (told.status, "meanwhile" in told.err) == (1, True)
    assert here(psi) == {"bread.toml": meanwhile.encode()}


def test_a_removed_pathway_leaves_its_record_and_comes_back_to_it(psi: Psi, bread: Path) -> None:
    psi("pathway", "add", str(bread))
    psi("start", "bread")
    psi("done", "flour")
    told = psi("pathway", "remove", "bread", "--yes", "--json").json
    assert told["did"] == "removed"
    assert any("is kept" in remark for remark in told["remarks"])
    assert any("You follow Public Sector Innovation now." in one for one in told["remarks"])
    assert here(psi) == {}
    assert psi("list", "--json").json["pathway"]["id"] == BUNDLED
    assert psi("list", "--json").err == ""
    assert "bread" in psi("pathway").out
    psi("pathway", "add", str(bread))
    psi("pathway", "use", "bread")
    assert psi("--json").json["done"] == 1


def test_removing_asks_and_takes_a_no(psi: Psi, bread: Path) -> None:
    psi("pathway", "add", str(bread))
    told = psi("pathway", "remove", "bread", terminal=True, stdin="n\n")
    assert (told.status, "Remove Bread" in told.err) == (1, True)
    assert psi("pathway", "remove", "bread").status == 2
    assert here(psi) == {"bread.toml": bread.read_bytes()}


@pytest.mark.parametrize(("name", "status"), [(BUNDLED, 1), ("", 3), ("brea", 3), ("..", 3)])
def test_only_an_added_pathway_that_is_named_in_full_is_removed(
    psi: Psi, bread: Path, name: str, status: int
) -> None:
    psi("pathway", "add", str(bread))
    assert psi("pathway", "remove", "--yes", "--", name).status == status
    assert here(psi) == {"bread.toml": bread.read_bytes()}


def test_broken_files_and_twins_are_removed_by_the_names_of_their_files(
    psi: Psi, bread: Path, added: Write
) -> None:
    psi("pathway", "add", str(bread))
    added("copy", text_of("bread", {"rye": "Rye"}))
    added("broken", "broken")
    told = psi("pathway", "remove", "bread", "--yes")
    assert told.status == 3
    assert "copy.toml" in told.err
    for name in ("copy.toml", "broken"):
        assert psi("pathway", "remove", name, "--yes").status == 0
    assert here(psi) == {"bread.toml": bread.read_bytes()}
