"""What `psi export json` writes: one's own backup, whole."""

from contextlib import suppress
from pathlib import Path

from psi_cli import __version__
from psi_cli.errors import NotFound
from psi_cli.exports.json import Backup, written
from psi_cli.pathway.at_hand import files_in
from psi_cli.pathway.safe_toml import LARGEST_FILE
from psi_cli.record import lines
from psi_cli.record.imports import SCHEMA
from psi_cli.record.model import moment_at
from psi_cli.session import Session
from psi_cli.system import files
from psi_cli.views.export import Exported, warning


def backup(session: Session) -> Exported:
    """Return the backup, and say beside it what it holds and what it lacks; NotFound if nothing."""
    session.load_record()
    here = lines.at_hand(session.home)
    if not here:
        raise NotFound("Nothing is saved yet.", "`psi start` begins the pathway.")
    notes = sum(bool(line.event.text) for line in here.values())
    session.say(warning("backup", notes))
    if session.store.trouble:
        session.say(f"{session.store.trouble} It is not in the backup; `psi doctor` tells more.")
    texts = tuple(line.written.decode() for line in here.values())
    about = SCHEMA, __version__, moment_at(session.now), session.store.record
    text = written(Backup(*about, _pathways(session), texts))
    return Exported("json", "", 0, notes, text, len(texts))


def _pathways(session: Session) -> dict[str, str]:
    """Return the files of pathways that the learner has added, as far as they can be read."""
    return dict(filter(None, map(_text, files_in(session.home))))


def _text(path: Path) -> tuple[str, str] | None:
    with suppress(OSError, UnicodeDecodeError):
        return path.name, files.read(path, LARGEST_FILE).decode()
    return None
