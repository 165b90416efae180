"""Questions at a terminal: each tells the answers that it takes."""

import re

import pytest

from tests.conftest import Psi


@pytest.mark.parametrize("command", ["reset 2.1", "reset --all", "forget 2.1"])
def test_a_question_tells_every_answer_that_goes_ahead(psi: Psi, command: str) -> None:
    def asked(answer: str) -> bool:
        psi("note", "2.1", "words")
        result = psi(*command.split(), terminal=True, stdin=f"{answer}\n")
        told.append(result.err)
        return result.status == 0

    told: list[str] = []
    assert not asked("")
    (answers,) = re.findall(r"\[y/N: (.*) goes ahead\]", " ".join(told[0].split()))
    assert re.split(r", | or ", answers) == ["y", "yes", "o", "oui"]
    for answer in ("y", "yes", "o", "oui", " YES "):
        assert asked(answer), answer
    for answer in ("n", "no", "ok", "yess", "ja", "1"):
        assert not asked(answer), answer
        assert "Answer y, yes, o or oui to go ahead, or add --yes." in " ".join(told[-1].split())
