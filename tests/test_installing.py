"""What a message says to install can be typed as it stands, in a clone and elsewhere."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studykit.installing import install_command

ROOT = Path(__file__).parents[1]


def test_a_clone_is_installed_from_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert install_command("plots") == "pip install -e '.[plots]'"
    assert install_command() == "pip install -e ."
    monkeypatch.chdir(tmp_path)
    assert install_command("plots") == f"pip install -e '{ROOT}[plots]'"


def test_a_working_folder_that_was_deleted_is_no_hindrance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert install_command("anki") == f"pip install -e '{ROOT}[anki]'"
    monkeypatch.chdir(tmp_path)


def test_an_installed_package_is_installed_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "studykit").mkdir()
    for name in ("__init__.py", "installing.py"):
        shutil.copy(ROOT / "studykit" / name, tmp_path / "studykit")
    asks = "from studykit.installing import install_command as how; print(how('plots'), how(), sep='\\n')"
    ran = subprocess.run([sys.executable, "-c", asks], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    assert ran.stdout.splitlines() == ["pip install 'studykit[plots]'", "pip install studykit"], ran.stderr
