"""What fits into the time there is: which three, in which order, for which reason."""

from psi_cli.learning.suggest import QUESTION_MINUTES, suggestions
from psi_cli.pathway.model import Link, Pathway, Reflection, Resource, Stage
from tests.journeys import BREAD, walked

OPENS, SOUGHT = Link("https://example.org/"), Link(search="some words")


def resource(
    id_: str, minutes: int | None = 10, link: Link = OPENS, *, required: bool = True
) -> Resource:
    return Resource(id_, "video", id_, minutes, link=link, required=required)


def found(*lines: str, minutes: int = 30, pathway: Pathway = BREAD) -> list[tuple[str, str]]:
    """Return the ids of what is suggested, each with the reason."""
    journey = walked("start grain", "move dough", *lines, pathway=pathway)
    return [(one.target.part.id, one.reason) for one in suggestions(journey, minutes)]


def two_stages(first: tuple[Resource, ...], second: tuple[Resource, ...]) -> Pathway:
    question = (Reflection("why", "Why?"),)
    return Pathway(
        "two",
        "",
        "Two",
        (
            Stage("grain", "G", "G", resources=second, reflections=(Reflection("how", "How?"),)),
            Stage("dough", "D", "D", resources=first, reflections=question),
        ),
    )


def test_what_takes_as_long_as_there_is_fits_and_what_takes_longer_does_not() -> None:
    pathway = two_stages((resource("short", 30), resource("long", 31)), ())
    assert found(pathway=pathway) == [("short", "here"), ("why", "here")]


def test_what_was_begun_comes_before_bookmarks_and_these_before_what_is_here() -> None:
    pathway = two_stages(
        (resource("here"), resource("kept")), (resource("begun"), resource("other"))
    )
    assert found("bookmark kept", "open begun", pathway=pathway) == [
        ("begun", "begun"),
        ("kept", "bookmarked"),
        ("here", "here"),
    ]


def test_what_is_here_comes_before_what_is_in_another_stage() -> None:
    pathway = two_stages((resource("here"),), (resource("other"),))
    assert found(pathway=pathway) == [("here", "here"), ("other", "next"), ("why", "here")]


def test_what_opens_comes_before_what_has_to_be_looked_for() -> None:
    pathway = two_stages((resource("sought", link=SOUGHT), resource("opens")), ())
    assert [id_ for id_, _ in found(pathway=pathway)] == ["opens", "sought", "why"]


def test_questions_come_last_and_only_those_of_this_stage() -> None:
    pathway = two_stages((), ())
    assert found(pathway=pathway) == [("why", "here")]
    assert found("note why because", pathway=pathway) == []
    assert found(minutes=QUESTION_MINUTES - 1, pathway=pathway) == []
    assert found(minutes=QUESTION_MINUTES, pathway=pathway) == [("why", "here")]


def test_what_is_done_or_set_aside_is_not_suggested() -> None:
    pathway = two_stages((resource("done"), resource("skipped"), resource("open")), ())
    assert found("done done", "skip skipped", pathway=pathway) == [
        ("open", "here"),
        ("why", "here"),
    ]


def test_what_is_not_required_is_suggested_only_where_it_was_bookmarked() -> None:
    pathway = two_stages((resource("extra", required=False),), ())
    assert found(pathway=pathway) == [("why", "here")]
    assert found("bookmark extra", pathway=pathway)[0] == ("extra", "bookmarked")


def test_there_are_three_at_most_in_the_order_of_the_pathway() -> None:
    pathway = two_stages(tuple(resource(f"r{one}") for one in range(9)), ())
    assert [id_ for id_, _ in found(pathway=pathway)] == ["r0", "r1", "r2"]


def test_a_suggestion_tells_its_minutes_and_whether_it_opens() -> None:
    journey = walked("start grain", "move dough")
    assert [(one.minutes, one.can_be_opened) for one in suggestions(journey, 60)] == [
        (10, True),
        (60, True),
        (25, True),
    ]


def test_what_has_no_estimate_comes_after_all_that_fits_and_before_questions() -> None:
    pathway = two_stages((resource("unknown", None), resource("fits")), ())
    assert [id_ for id_, _ in found(pathway=pathway)] == ["fits", "unknown", "why"]


def test_what_comes_after_something_open_waits_for_it() -> None:
    later = resource("later")._replace(after=("first",))
    pathway = two_stages((later, resource("first", 20)), ())
    assert [id_ for id_, _ in found(pathway=pathway)] == ["first", "why"]
    assert [id_ for id_, _ in found("done first", pathway=pathway)] == ["later", "why"]
    assert [id_ for id_, _ in found("skip first", pathway=pathway)] == ["later", "why"]


def test_what_was_begun_waits_for_nothing() -> None:
    later = resource("later")._replace(after=("first",))
    pathway = two_stages((later, resource("first")), ())
    assert found("open later", pathway=pathway)[0] == ("later", "begun")
