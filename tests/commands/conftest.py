"""psi on the small pathway of the tests, whose words stay as they are."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.conftest import Psi, Result
from tests.views.scenes import PATHWAY

Bake = Callable[..., Result]


@pytest.fixture
def bake(psi: Psi) -> Bake:
    """Return psi, walking the pathway about bread, in its second stage."""
    walking = partial(psi, PSI_PATHWAY=str(PATHWAY))
    for line in ("start", "next"):
        assert walking(line).status == 0
    return walking
