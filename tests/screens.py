"""Views as the commands make them, of a journey that no file holds."""

import copy
import os
import sys
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from psi_cli import cli
from psi_cli.learning.journey import Journey, begin
from psi_cli.pathway.model import Pathway
from psi_cli.record.model import Action, PathwayRecord
from psi_cli.session import Session
from psi_cli.system.world import World
from tests.conftest import NOW, Stream
from tests.pathways import apply


def view_of(arguments: Iterable[str], pathway: Pathway, record: PathwayRecord, home: Path) -> Any:
    """Return the view that a command shows; None where it says why it cannot."""
    shown: list[Any] = []

    def load(_session: Session) -> Journey:
        return begin(pathway, copy.deepcopy(record))

    def save(_session: Session, journey: Journey, actions: Iterable[Action]) -> Journey:
        return journey.after(apply(copy.deepcopy(journey.record), list(actions)))

    environment = {"PSI_HOME": str(home), "BROWSER": "true"}
    out, err = Stream(terminal=True), Stream(terminal=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "load", load)
        patch.setattr(Session, "load_to_look", load)
        patch.setattr(Session, "load_pathway", lambda _session: pathway)
        patch.setattr(Session, "save", save)
        patch.setattr(Session, "show", lambda _session, view: shown.append(view))
        patch.setattr(os, "environ", environment)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        world = World(environment, NOW.timestamp, Stream(terminal=True), out, err, UTC)
        status = cli.run(tuple(arguments), world)
    assert "fault of its own" not in err.written()
    assert shown or status, f"{arguments} showed nothing"
    return shown[0] if shown else None
