"""Learners in the middle of edited pathways: a few; the campaign has them by the thousand."""

import pytest

from psi_cli.pathway import changes
from tests.campaign import edits
from tests.campaign.scene import Broken

A_FEW = 250


def test_no_edit_that_is_called_safe_costs_a_learner_a_thing() -> None:
    safe = edits.run(A_FEW)
    assert A_FEW / 5 < safe < A_FEW * 4 / 5


@pytest.mark.parametrize("kind", ["gone", "swapped", "merged", "disowned"])
def test_it_notices_a_loss_that_goes_unsaid(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def blind(before: changes.Outline, after: changes.Outline) -> changes.Changes:
        return changes.compare(before, after)._replace(**{kind: ()})

    monkeypatch.setattr(edits, "compare", blind)
    with pytest.raises(Broken, match="called safe, and lost"):
        edits.run(10 * A_FEW)


def test_it_notices_a_pathway_that_disowns_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes.Changes, "disowns_itself", False)
    with pytest.raises(Broken, match="called safe, and lost"):
        edits.run(A_FEW)
