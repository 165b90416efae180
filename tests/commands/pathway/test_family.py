"""The commands behind `psi pathway` are found, explained and told apart as psi's own are."""

import json

import pytest

from psi_cli.commands.pathway import FAMILY
from tests.conftest import Psi


def test_each_command_of_the_family_says_what_it_does(psi: Psi) -> None:
    listed = psi("pathway", "--help").out
    for name, (_, summary) in FAMILY.modules.items():
        shown = psi("pathway", name, "--help").out
        assert f"Usage: psi pathway {name}" in shown
        assert len(shown.split("Options:")[0].split()) > 8
        assert "--json" in shown
        assert summary in " ".join(listed.split())


def test_help_explains_a_family_and_each_of_its_commands(psi: Psi) -> None:
    assert psi("help", "pathway").out == psi("pathway", "--help").out
    assert psi("help", "pathway", "list").out == psi("pathway", "list", "--help").out
    assert psi("help", "pathway", "lisst").status == 2


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("lisst", "Did you mean `psi pathway list`?"),
        ("2.1", "`psi pathway --help` lists them all."),
    ],
)
def test_a_command_that_the_family_lacks_is_answered_with_the_nearest(
    psi: Psi, typed: str, remedy: str
) -> None:
    told = psi("pathway", typed)
    assert told.status == 2
    assert told.err.splitlines() == [f"psi pathway has no command “{typed}”.", remedy]


@pytest.mark.parametrize(
    "typed",
    [
        ("--json", "pathway"),
        ("pathway", "--json"),
        ("pathway", "--json", "list"),
        ("pathway", "list", "--json"),
    ],
)
def test_options_that_all_share_stand_anywhere(psi: Psi, typed: tuple[str, ...]) -> None:
    assert json.loads(psi(*typed).out)["schema"] == "psi.pathways/1"
