"""Where psi keeps things: the learner's data, and what is this machine's own, apart from it."""

import os
import sys
from pathlib import Path
from zlib import crc32

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from psi_cli.errors import PsiError
from psi_cli.system.paths import absolute, find_home
from tests.conftest import Psi


@pytest.fixture(autouse=True)
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the operating system keep what is this machine's own in the folder of the test."""
    for kind in ("data", "state", "cache"):
        monkeypatch.setattr(
            f"platformdirs.user_{kind}_path",
            lambda name, *, appauthor, kind=kind: tmp_path / kind / f"{name} {appauthor}",
        )
    return tmp_path


def test_psi_home_holds_the_data_and_nothing_of_this_machine(tmp_path: Path) -> None:
    data = tmp_path / "home"
    home = find_home({"PSI_HOME": str(data)})
    assert home.data == data
    assert home.journals == data / "journal"
    assert home.record == data / "record.toml"
    assert home.pathways == data / "pathways"
    for own in (home.state, home.cache, home.indexes, home.checked_pathways):
        assert data not in own.parents


def test_each_data_folder_has_a_place_of_its_own_by_where_it_really_is(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "link").symlink_to("one")
    one, link, two = (find_home({"PSI_HOME": str(tmp_path / n)}) for n in ("one", "link", "two"))
    assert (one.state, one.cache) == (link.state, link.cache)
    assert one.state != two.state
    assert one.cache != two.cache


def test_psi_home_may_be_relative_or_begin_with_a_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find_home({"PSI_HOME": "here"}).data == tmp_path / "here"
    assert find_home({"PSI_HOME": "~/there"}).data == tmp_path / "there"


@pytest.mark.parametrize("environment", [{}, {"PSI_HOME": ""}])
def test_without_it_the_operating_system_says_where(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    home = find_home(environment)
    data = tmp_path / "data" / "psi False"
    name = f"{crc32(os.fsencode(os.path.realpath(data))):08x}"
    assert home.data == data
    assert home.state == tmp_path / "state" / "psi-local False" / name
    assert home.cache == tmp_path / "cache" / "psi-local False" / name


@pytest.mark.parametrize("system", [Unix, MacOS, Windows])
def test_on_no_system_does_what_is_this_machine_s_own_lie_in_the_data_folder(
    system: type[platformdirs.PlatformDirsABC], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "platformdirs.windows.get_win_folder", lambda name: f"C:/Users/one/{name}", raising=False
    )
    data = Path(system("psi", appauthor=False).user_data_dir)
    local = system("psi-local", appauthor=False)
    for own in (Path(local.user_state_dir), Path(local.user_cache_dir)):
        assert data != own
        assert data not in own.parents
        assert own not in data.parents


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder that someone is in")
def test_a_working_folder_that_is_gone_is_said_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(PsiError, match=r"^The folder you are in is gone\.$"):
        absolute("here")
    os.chdir(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of freedesktop.org")
def test_a_relative_folder_of_the_system_is_passed_over(psi: Psi, tmp_path: Path) -> None:
    relative = {f"XDG_{kind}_HOME": "here" for kind in ("DATA", "STATE", "CACHE")}
    told = psi.process("doctor", "--json", PSI_HOME="", HOME=str(tmp_path), **relative).json
    assert Path(told["data"]) == tmp_path / ".local" / "share" / "psi"
    assert tmp_path / ".cache" in Path(told["cache"]).parents
