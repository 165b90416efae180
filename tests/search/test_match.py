"""Search: the best first, forgiving where nothing is exact, whatever became of the index."""

import importlib.util
import os
import shlex
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psi_cli.commands import search as searching
from psi_cli.errors import UsageProblem
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.parse import read_pathway
from psi_cli.record.model import Note
from psi_cli.search import index, query
from psi_cli.search.match import END, START, Found, Scope, search
from psi_cli.search.rows import FACTS, TEXTS, NotedPart, Source
from tests.conftest import ROOT, Psi

HEAD = """\
format = 1
[pathway]
id = "p"
title = "P"
[[stage]]
id = "one"
title = "First steps"
goal = "You can tell a prototype from a pilot."
text = "Water and gardens."
[[stage.reflection]]
id = "why"
prompt = "Who holds the umbrella?"
"""
RESOURCES = [
    ("lab", "video", "Innovation laboratory", "A place for prototypes.", 10),
    ("book", "book", "Advocacy", "Written by a campaigner about the laboratory.", 300),
    ("region", "report", "La 27e Région", "Co-creation with citizens.", 45),
    ("policy", "paper", "Policy tools", "Tools for a policy; policy networks.", 60),
]
FURTHER = '[further]\ntitle = "More"\n'


def resource(*fields: str | int, more: str = "") -> str:
    name, kind, title, summary, minutes = fields
    lines = f'id = "{name}"\nkind = "{kind}"\ntitle = "{title}"\nsummary = "{summary}"\n'
    return f"[[stage.resource]]\n{lines}minutes = {minutes}\n{more}"


WHOLE = HEAD + "".join(resource(*one) for one in RESOURCES)


class Library:
    """A pathway file and its index, in a directory of the test."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "p.toml"
        self.index = folder / "cache" / "index.db"
        self.noted: list[NotedPart] = []
        self.reads = 0
        self.writes = 0
        self.damaged = False
        self.write(WHOLE)

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        self.writes += 1
        changed = time.time() - 100 + self.writes  # long enough ago to be sure of
        os.utime(self.path, (changed, changed))

    def read(self, path: str) -> Pathway | None:
        self.reads += 1
        return None if self.damaged else read_pathway(Path(path))

    def ask(self, *words: str, scope: Scope | None = None) -> Found:
        source = Source(str(self.path), self.read)
        asked = query.parse(words)
        return index.consult(
            self.index, [source], self.noted, lambda index: search(index, asked, scope)
        )

    def names(self, *words: str) -> list[str]:
        return [hit.name for hit in self.ask(*words).hits]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("laboratory", ["lab", "book"]),
        ("laboratories", ["lab", "book"]),
        ("prototype", ["lab", "one"]),
        ("prototyping", ["lab", "one"]),
        ("labor", ["lab", "book"]),
        ("region", ["region"]),
        ("RÉGION", ["region"]),
        ("re\u0301gion", ["region"]),
        ("cocreation", ["region"]),
        ("co-creation", ["region"]),
        ("umbrellas", ["why"]),
        ("gardens", ["one"]),
        ("the laboratory of the", ["lab", "book"]),
        ("policy networks", ["policy"]),
        ('"policy networks"', ["policy"]),
        ('"networks policy"', []),
        ("laboratory -campaigner", ["lab"]),
        ('laboratory -"innovation laboratory"', ["book"]),
        ("laboratory kind:book", ["book"]),
        ("laboratory max:10", ["lab"]),
        ("prototype stage:one", ["lab", "one"]),
        ("prototype stage:two", []),
        ("prototype kind:video", ["lab"]),
    ],
)
def test_a_search_finds_what_is_meant_the_best_first(
    library: Library, words: str, names: list[str]
) -> None:
    found = library.ask(words)
    assert [hit.name for hit in found.hits] == names
    assert (found.corrected, found.loosened) == ((), False)


def test_a_hit_tells_where_it_is_and_marks_what_matched(library: Library) -> None:
    (hit,) = library.ask("networks").hits
    assert (hit.part, hit.number, hit.stage, hit.kind, hit.minutes) == (
        *("resource", "1.4", "one", "paper", 60),
    )
    assert hit.snippet == f"Tools for a policy; policy {START}networks{END}."
    assert library.ask("policy").hits[0].title == f"{START}Policy{END} tools"


def test_only_what_is_nowhere_is_corrected(library: Library) -> None:
    assert library.ask("advocasy").corrected == (("advocasy", "advocacy"),)
    assert library.names("advocasy") == ["book"]
    found = library.ask("advocasy campaigner")
    assert found.corrected == (("advocasy", "advocacy"),)
    assert [hit.name for hit in found.hits] == ["book"]


def test_where_no_text_has_all_words_some_will_do(library: Library) -> None:
    found = library.ask("policy umbrella")
    assert found.loosened
    assert {hit.name for hit in found.hits} == {"policy", "why"}


def test_where_nothing_is_found_the_nearest_words_are_offered(library: Library) -> None:
    found = library.ask("prototable")
    assert (found.hits, found.near) == ((), ("prototype", "prototypes"))
    assert library.ask("qqqqqq") == Found(())


def test_further_reading_comes_after_the_original_resources(library: Library) -> None:
    twin = resource("twin", "video", "Innovation laboratory", "A place for prototypes.", 10)
    library.write(WHOLE + FURTHER + twin.replace("stage.resource", "further.resource"))
    assert library.names("innovation") == ["lab", "twin"]
    assert library.ask("innovation").hits[1].number == "F.1"


def test_companions_creators_and_tags_are_searched(library: Library) -> None:
    more = (
        'creators = ["Élise Noël", "Bo_b"]\ntags = ["open-data"]\n[[stage.resource.companion]]\n'
        'id = "c"\nkind = "blog"\ntitle = "Zebra"\n'
    )
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more=more))
    for words in ("zebra", "noel", "open-data", "opendata", "case tag:open-data", "case by:noël"):
        assert library.names(words) == ["rich"]
    assert library.names("case tag:open") == []


@pytest.mark.parametrize("by", ["élise", "Élise", "ÉLISE"])
def test_a_creator_is_found_whatever_the_case_of_the_letters(library: Library, by: str) -> None:
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more='creators = ["Élise"]\n'))
    assert library.names(f"case by:{by}") == ["rich"]


@pytest.mark.parametrize("by", ["%", "b_b", "b%b"])
def test_a_creator_s_name_holds_no_wildcards(library: Library, by: str) -> None:
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more='creators = ["Bob"]\n'))
    assert library.names(f"case by:{by}") == []


@pytest.mark.parametrize(
    "word",
    [
        "straße",
        "œuvre",
        "łódź",
        "σοφός",
        "йод",
        "آب",
        "مسئله",
        "می\u200cخواهم",
        "한국어",
        "ガイド",
        "हिन्दी",
        "ไทย",
        "Việt",
        "İstanbul",
        "été",
    ],
)
def test_a_word_of_any_language_is_found_as_it_was_written(library: Library, word: str) -> None:
    library.noted = [NotedPart("p", "lab", (Note("id", "at", f"before {word} after"),))]
    found = library.ask(word)
    assert [(hit.part, hit.name) for hit in found.hits] == [("note", "lab")]
    assert found.corrected == ()


def test_notes_are_found_with_what_they_are_about(library: Library) -> None:
    library.noted = [NotedPart("p", "lab", (Note("id", "at", "Ask the librarian"),))]
    (hit,) = library.ask("librarian").hits
    assert (hit.part, hit.name, hit.number) == ("note", "lab", "1.1")
    assert (hit.title, hit.snippet) == (
        *("Innovation laboratory", f"Ask the {START}librarian{END}"),
    )
    library.noted = []
    assert library.names("librarian") == []
    assert library.reads == 1


def test_the_index_is_built_anew_when_and_only_when_the_file_changed(library: Library) -> None:
    assert library.names("umbrella") == ["why"]
    before = library.index.read_bytes()
    assert library.names("umbrella", "holds") == ["why"]
    assert (library.reads, library.index.read_bytes()) == (1, before)
    library.write(WHOLE.replace("umbrella", "parasol"))
    assert library.names("umbrella") == []
    assert library.names("parasol") == ["why"]
    assert library.reads == 2


def test_another_version_of_the_index_is_built_anew(library: Library) -> None:
    library.names("umbrella")
    run_in(library.index, "PRAGMA user_version = 99")
    assert library.names("umbrella") == ["why"]
    assert library.reads == 2


def run_in(index: Path, *statements: str) -> None:
    import sqlite3

    with closing(sqlite3.connect(index, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("damage", ["garbage", "cut", "empty", "foreign", "zeros", "text"])
def test_a_damaged_index_is_built_anew(library: Library, damage: str) -> None:
    library.names("umbrella")
    data = library.index.read_bytes()
    library.index.unlink()
    if damage == "foreign":
        version = int.from_bytes(data[60:64])  # where SQLite keeps PRAGMA user_version
        run_in(library.index, "CREATE TABLE parts (x)", f"PRAGMA user_version = {version}")
    else:
        middle = data[:4096] + os.urandom(len(data) - 4096)
        zeros = data[:100] + bytes(len(data) - 100)
        kinds = {"garbage": middle, "cut": data[: len(data) // 2], "empty": b"", "zeros": zeros}
        library.index.write_bytes(kinds.get(damage, b"not a database"))
    assert library.names("umbrella") == ["why"]
    assert library.names("umbrella") == ["why"]


@pytest.mark.parametrize("page", range(1, 12))
def test_a_damaged_page_costs_no_answer(library: Library, page: int) -> None:
    library.names("umbrella")
    data = bytearray(library.index.read_bytes())
    start = page * 4096
    assert start < len(data)
    data[start : start + 4096] = os.urandom(len(data[start : start + 4096]))
    library.index.write_bytes(data)
    assert library.names("umbrella") == ["why"]


def test_an_index_that_was_deleted_comes_back(library: Library) -> None:
    library.names("umbrella")
    library.index.unlink()
    assert library.names("umbrella") == ["why"]
    assert library.index.exists()


def test_a_cache_that_cannot_be_written_is_done_without(library: Library) -> None:
    library.index.parent.write_text("a file where the directory should be", encoding="utf-8")
    assert library.names("umbrella") == ["why"]
    assert library.index.parent.is_file()


def test_a_directory_in_the_index_s_place_is_done_without(library: Library) -> None:
    library.index.mkdir(parents=True)
    assert library.names("umbrella") == ["why"]


def test_processes_that_build_at_once_all_find(psi: Psi) -> None:
    command = [sys.executable, "-m", "psi_cli", "search", "mindlab", "--json"]
    running = [
        subprocess.Popen(command, env=psi.environment(), stdout=subprocess.PIPE) for _ in range(6)
    ]
    outputs = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 6
    assert set(outputs) == {psi("search", "mindlab", "--json").out.encode()}


HOSTILE = [
    '"',
    '""""',
    "'; DROP TABLE parts; --",
    "NEAR",
    "NEAR(a b, 2)",
    "a AND",
    "AND OR NOT",
    "NOT policy",
    "policy NOT",
    "policy*",
    "*",
    "^policy",
    "title:policy",
    "{title}",
    "(",
    ")",
    "policy (",
    "a + b",
    "policy\x00tools",
    "\x00",
    "-",
    "--",
    "-policy",
    'policy -"',
    "policy \ud800",
    "é\u0301\u0301",
    "ͺ",
    "policy -ͺ",
    "²",
    "%_%",
    "?1",
    ":a @b $c",
    "𞤀𞤀",
    "x" * 10_000,
    "policy " * 500,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_is_a_command_to_the_index(library: Library, words: str) -> None:
    filtered = {"title:policy": "There is no filter “title”"}
    if words in filtered:
        with pytest.raises(UsageProblem, match=filtered[words]):
            library.ask(words)
    else:
        assert len(library.ask(words).hits) <= 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=())),
        st.lists(st.sampled_from(['"', "-", "(", ")", "*", "policy", "NOT", "AND", ":", " "])).map(
            "".join
        ),
    )
)
def test_any_text_is_answered(library: Library, words: str) -> None:
    try:
        found = library.ask(words)
    except UsageProblem:
        found = Found(())
    assert all(hit.name for hit in found.hits)


@pytest.mark.parametrize("words", ["NEAR(", '"', "a AND", "* ^ :", "-policy lab", "x\x1b[2Jy"])
def test_the_command_takes_any_text(psi: Psi, words: str) -> None:
    assert psi("search", words).status in {0, 2, 3}


def test_words_on_both_sides_of_a_hyphen_exclude_nothing(psi: Psi) -> None:
    found = psi("search", "co-creation", "--json").json
    assert found["found"] > 0


def test_the_search_is_as_good_as_it_is_said_to_be() -> None:
    spec = importlib.util.spec_from_file_location("evaluate", ROOT / "bench" / "evaluate.py")
    assert spec
    assert spec.loader
    evaluate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(evaluate)
    measured = evaluate.ranks()
    halves = {
        half: evaluate.summary([one for one in measured if one[0]["half"] == half])
        for half in ("tuned", "held-back")
    }
    assert len(measured) == 100
    for mrr, first, three in halves.values():
        assert first >= 0.90
        assert three >= 0.97
        assert mrr >= 0.93
    for half, words in evaluate.QUERIES["absent"].items():
        assert len(evaluate.mistaken(half)) <= len(words) / 10


def test_an_interruption_while_the_index_is_built_leaves_it_as_it_was(library: Library) -> None:
    assert library.names("laboratory") == ["lab", "book"]
    library.write(WHOLE.replace("laboratory", "workshop"))

    def interrupt(_: Path) -> Pathway:
        raise KeyboardInterrupt

    sources = [Source(str(library.path), interrupt)]
    with pytest.raises(KeyboardInterrupt):
        index.consult(library.index, sources, [], lambda _: None)
    assert library.names("laboratory") == []
    assert library.names("workshop") == ["lab", "book"]


def test_a_pathway_that_is_gone_or_damaged_is_named_and_the_others_are_searched(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    (added / "a.toml").symlink_to("nowhere")
    (added / "b.toml").write_text("no toml", encoding="utf-8")
    (added / "c.toml").write_text(WHOLE, encoding="utf-8")
    result = psi("search", "--all", "laboratory", "--json")
    assert result.status == 0
    assert {hit["pathway"] for hit in result.json["hits"]} >= {"p"}
    told = result.err.replace("`psi --pathway FILE` tells why.", "WHY")
    assert [line.rpartition(".toml ")[2] for line in told.splitlines()] == [
        "cannot be read: No such file or directory. It was not searched: WHY",
        "is not a pathway psi can use: 1 problem. It was not searched: WHY",
    ]


def test_a_new_note_joins_those_that_are_indexed_already(library: Library) -> None:
    first, second = (
        Note("1", "2026-11-23T09:00:00Z", "zebra"),
        Note("2", "2026-11-23T09:00:00Z", "yak"),
    )
    library.noted = [NotedPart("p", "lab", (first,))]
    assert library.names("zebra") == ["lab"]
    library.noted = [NotedPart("p", "lab", (first, second))]
    assert (library.names("zebra"), library.names("yak")) == (["lab"], ["lab"])
    library.noted = [NotedPart("p", "lab", (second,))]
    assert (library.names("zebra"), library.names("yak")) == ([], ["lab"])


def test_a_note_on_what_has_left_goes_by_its_name(library: Library) -> None:
    library.noted = [NotedPart("p", "lab", (Note("1", "2026-11-23T09:00:00Z", "zebra"),))]
    assert library.ask("zebra").hits[0].number == "1.1"
    library.write("no toml")
    library.damaged = True
    hit = library.ask("zebra").hits[0]
    assert (hit.number, hit.name) == ("", "lab")


def test_a_damaged_pathway_costs_no_second_reading_of_the_notes(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.noted = [NotedPart("p", "lab", (Note("1", "2026-11-23T09:00:00Z", "zebra"),))]
    library.damaged = True
    assert library.names("zebra") == ["lab"]
    monkeypatch.setattr(index, "_refresh_notes", None)
    assert library.names("zebra") == ["lab"]
    assert library.reads == 2


def test_a_file_that_may_still_be_changing_is_read_again(library: Library) -> None:
    os.utime(library.path)
    assert library.names("umbrella") == ["why"]
    before = library.path.stat()
    library.path.write_text(WHOLE.replace("umbrella", "parasol!"), encoding="utf-8")
    os.utime(library.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.names("umbrella") == []
    assert library.names("parasol") == ["why"]


def test_a_note_is_found_by_its_own_words_alone(library: Library) -> None:
    library.noted = [NotedPart("p", "lab", (Note("id", "at", "Ask the librarian"),))]
    assert [hit.part for hit in library.ask("laboratory").hits] == ["resource", "resource"]


def test_years_and_identifiers_are_searched(library: Library) -> None:
    more = 'year = 1984\nidentifiers = { isbn = "978-1-84742-635-2", doi = "10.2307/j.x9" }\n'
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more=more))
    for words in ("1984", "978-1-84742-635-2", "9781847426352", "10.2307/j.x9"):
        assert library.names(words) == ["rich"]


def test_a_tag_of_several_words_is_one_tag(library: Library) -> None:
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more='tags = ["open data"]\n'))
    assert library.names('tag:"open data"') == ["rich"]
    assert library.names("tag:data") == []
    assert library.ask("data").hits[0].snippet == f"tagged open {START}data{END}"


def test_compounds_that_occur_nowhere_are_taken_apart(library: Library) -> None:
    assert library.names("advocacy-campaigner") == ["book"]
    assert library.names("co-citizens") == ["region"]
    library.write(WHOLE.replace("Advocacy", "Advocacy in BC"))
    assert library.names("B.C.") == ["book"]


def test_where_a_stage_alone_has_all_words_what_has_some_comes_behind_it(library: Library) -> None:
    found = library.ask("prototype pilot")
    assert [hit.name for hit in found.hits] == ["one", "lab"]
    assert (found.loosened, found.whole, found.total) == (True, 1, 2)


def test_all_hits_are_counted_and_as_many_returned_as_are_wanted(library: Library) -> None:
    many = (resource(f"copy-{n}", "blog", "Quill", "x", 5) for n in range(50))
    library.write(WHOLE + "".join(many))
    found = library.ask("quill", scope=Scope(3))
    assert (len(found.hits), found.total) == (3, 50)

    def stands(_pathway: str, part: str, names: tuple[str, ...]) -> bool:
        return part == "resource" and names == ("copy-49",)

    found = library.ask("quill", scope=Scope(3, stands))
    assert ([hit.name for hit in found.hits], found.total) == (["copy-49"], 1)


@pytest.mark.parametrize(
    ("change", "value"), [("part", "nonsense"), ("creators", "\x1b]0;x\x07"), ("minutes", b"\xff")]
)
def test_a_row_that_psi_never_wrote_is_a_sign_of_damage(
    library: Library, change: str, value: object
) -> None:
    import sqlite3

    assert library.names("laboratory") == ["lab", "book"]
    column = (*TEXTS, *FACTS).index(change)
    with closing(sqlite3.connect(library.index, isolation_level=None)) as index:
        index.execute(f"UPDATE parts_content SET c{column} = ?", (value,))  # noqa: S608
    assert library.names("laboratory") == ["lab", "book"]


def test_a_source_that_the_index_forgot_is_not_found_twice(library: Library) -> None:
    library.noted = [NotedPart("p", "lab", (Note("id", "at", "Ask the librarian"),))]
    assert library.names("laboratory") == ["lab", "book"]
    run_in(library.index, "DELETE FROM sources WHERE source <> 'notes'")
    assert library.names("laboratory") == ["lab", "book"]
    assert library.names("librarian") == ["lab"]


def test_an_index_that_another_psi_is_building_is_left_to_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr(index, "PATIENCE", 0.1)
    library.index.parent.mkdir()
    with closing(sqlite3.connect(library.index, isolation_level=None)) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        assert library.names("laboratory") == ["lab", "book"]
        busy.execute("CREATE TABLE mine (x)")
        busy.execute("COMMIT")
    run_in(library.index, "SELECT * FROM mine")


TYPOS = {
    "advocasy": "advocacy", "bourgeon": "bourgon", "inovation": "innovation", "bassen": "bason",
    "haringtn": "harrington", "tamarak": "tamarack", "webniar": "webinar", "polcy": "policy",
    "atmosferic": "atmospheric", "goverment": "government", "kovernment": "government",
    "colaboration": "collaboration", "desing": "design", "socail": "social", "canda": "canada",
}  # fmt: skip
NO_TYPOS = (  # noqa: SIM905 - so many strings in a list would be no easier to read
    "ethics labour evaluation equity nudge wicked procurement zoning teh minutes convince silos"
    " measurement taxation empathy audit pension prison court teacher mining sewage road forest"
    " parking fishing hunting theatre sport"
).split()


@pytest.fixture(scope="module")
def pathway_shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("section"))
    library.path = ROOT / "data" / "pathway.toml"
    return library


@pytest.mark.parametrize("typed", TYPOS)
def test_a_slip_is_corrected(pathway_shelf: Library, typed: str) -> None:
    assert pathway_shelf.ask(typed).corrected == ((typed, TYPOS[typed]),)


@pytest.mark.parametrize("word", NO_TYPOS)
def test_a_word_of_its_own_is_taken_for_no_other(pathway_shelf: Library, word: str) -> None:
    assert pathway_shelf.ask(word).corrected == ()


def test_an_unknown_word_is_not_corrected_by_what_other_words_there_are(library: Library) -> None:
    library.write(WHOLE.replace("gardens", "government kovernors99"))
    assert library.ask("kovernment").corrected == (("kovernment", "government"),)


def test_a_hit_in_another_pathway_says_where_and_how_to_get_there(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    path = added / "a file.toml"
    path.write_text(WHOLE, encoding="utf-8")
    found = psi("search", "--all", "umbrella", "--json").json
    assert found["hits"][0]["file"] == str(path)
    for hint in found["next"]:
        assert psi(*shlex.split(hint["command"])[1:]).status == 0
    assert psi(*shlex.split(found["next"][0]["command"])[1:], "--json").json["about"] == "why"


def test_the_hint_at_a_stage_leads_to_the_stage(psi: Psi) -> None:
    psi("goto", "dive")
    for words in ("asthma", "intro beginnings"):
        psi("note", "intro", "beginnings")
        hint = psi("search", words, "--json").json["next"][0]["command"]
        shown = psi(*shlex.split(hint)[1:], "--json").json
        assert "intro" in (shown.get("id"), shown.get("about"))


def test_states_filter_before_the_best_are_chosen(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    bundled = (ROOT / "data" / "pathway.toml").read_text(encoding="utf-8")
    for number in range(12):
        copy = bundled.replace('"public-sector-innovation"', f'"copy-{number}"', 1)
        (added / f"{number}.toml").write_text(copy, encoding="utf-8")
    psi("done", "2.6", "--pathway", str(added / "11.toml"))
    psi("note", "dive", "zebra", "--pathway", str(added / "11.toml"))
    (hit,) = psi("search", "innovation", "is:done", "--all", "--json").json["hits"]
    assert (hit["pathway"], hit["id"]) == ("copy-11", "taf-case")
    (hit,) = psi("search", "is:noted", "--all", "zebra", "--json").json["hits"]
    assert (hit["pathway"], hit["part"]) == ("copy-11", "note")
    everywhere = psi("search", "bason", "stage:2", "--all", "--json").json
    assert everywhere["found"] == 13 * psi("search", "bason", "stage:2", "--json").json["found"]
    assert psi("search", "by:bason", "--all", "--json").json["found"] > 13


def test_a_file_in_place_of_the_cache_is_done_without(library: Library) -> None:
    library.index.parent.write_text("no folder")
    assert library.names("laboratory") == ["lab", "book"]
    assert library.index.parent.read_text() == "no folder"


def test_of_more_hits_than_are_read_those_are_ranked_that_have_it_in_their_names(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = resource("said", "blog", "x", "quill quill quill", 5)
    named = [resource(f"named-{n}", "blog", f"A long title with a quill {n}", "x", 5) for n in "ab"]
    library.write(WHOLE + said + "".join(named))
    monkeypatch.setattr("psi_cli.search.match.BROAD", 2)
    found = library.ask("quill", scope=Scope(2))
    assert ([hit.name for hit in found.hits], found.total) == (["named-a", "named-b"], 3)
    found = library.ask("quill", scope=Scope(3))
    assert ({hit.name for hit in found.hits}, found.total) == ({"said", "named-a", "named-b"}, 3)


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_build_that_takes_long_shows_how_far_it_is_on_one_line_and_clears_it(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    import fcntl
    import struct
    import termios

    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    monkeypatch.setattr(searching, "A_MOMENT", 0)
    with os.fdopen(slave, "w") as terminal, os.fdopen(master, "rb") as reader:
        report = searching._reporter(terminal)
        report(1, 30)
        report(30, 30)
        shown = ""
        while shown.count("\r") < 3:  # a terminal hands over what has come so far
            shown += reader.read1().decode()
    _, progress, blank, rest = shown.split("\r")
    assert progress.endswith("1 of 30")
    assert (len(progress) < columns, blank, rest) == (True, " " * (columns - 1), "")


@pytest.mark.parametrize(
    "failure", [OSError(13, "Permission denied"), ValueError("garbled, whatever is done about it")]
)
def test_where_no_index_can_be_kept_one_lives_in_memory(
    library: Library, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    connect = index._connect

    def fail(path: Path | None) -> object:
        if path is not None:
            raise failure
        return connect(None)

    monkeypatch.setattr(index, "_connect", fail)
    assert library.names("laboratory") == ["lab", "book"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("what can't be undone", None),
        ("qu'est-ce que l'innovation", "maison-innovation-sociale"),
        ("le système d'innovation", "ocde-systeme-innovation"),
        ("why don't labs last", "bason-book"),
        ("http://example.com", None),
        ("B.C. service design", "bc-service-design"),
    ],
)
def test_what_is_joined_to_a_word_is_no_beginning_of_others(
    pathway_shelf: Library, typed: str, first: str | None
) -> None:
    found = pathway_shelf.ask(typed)
    assert found.corrected == ()
    assert (found.hits[0].name if found.hits else None) == first


def test_no_word_is_offered_that_nobody_sees(library: Library) -> None:
    assert library.names("cocreation") == ["region"]
    assert library.ask("cocreatoin").corrected == ()
    assert library.ask("cocreations9").near == ()


def test_filters_without_words_leave_out_what_is_excluded(library: Library) -> None:
    assert library.names("kind:video") == ["lab"]
    assert library.names("kind:video", "-prototypes") == []
    assert library.names("max:60", "-policy") == ["lab", "region"]


def test_of_two_files_with_one_id_the_first_is_searched_and_the_other_named(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    twin = added / "twin.toml"
    twin.write_bytes((ROOT / "data" / "pathway.toml").read_bytes())
    psi("note", "2.1", "zebra")
    alone = psi("search", "mindlab", "--json").json["found"]
    for _ in range(2):
        result = psi("search", "mindlab", "--all", "--json")
        assert result.json["found"] == alone
        assert result.err.startswith(f"{twin} has the id of another pathway here")
    twin.unlink()
    result = psi("search", "zebra", "--all", "--json")
    assert (result.err, result.json["hits"][0]["number"]) == ("", "2.1")


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_what_is_found_does_not_hang_on_how_much_is_shown(psi: Psi, limit: int) -> None:
    found = psi("search", "asthma admired", "--limit", str(limit), "--json").json
    assert (found["found"], found["loosened"], found["whole"]) == (2, True, 1)


def test_the_command_for_all_hits_asks_the_same(psi: Psi) -> None:
    for command in (["stage:2"], ["lab", "--by", "christian bason"], ["it doesn't work"]):
        first = psi("search", *command, "--limit", "1", "--json").json
        hint = next(one["command"] for one in first["next"] if "--limit" in one["command"])
        again = psi(*shlex.split(hint)[1:], "--json").json
        assert (again["found"], again["filters"]) == (first["found"], first["filters"])
        assert len(again["hits"]) == again["found"] > 1
