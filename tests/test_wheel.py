"""The wheel: it holds what git tracks and nothing else, and works where it is installed."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIRST = "gradient_descent/forward_and_mse"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a clone with stray files beside the tracked ones."""
    folder = tmp_path_factory.mktemp("wheel")
    clone = folder / "clone"
    run("git", "clone", "--quiet", str(ROOT), str(clone))
    for stray in ("studykit/stray.py", "exercises/stray.txt", "cards/stray.yaml", "studykit/__pycache__/x.pyc"):
        (clone / stray).parent.mkdir(exist_ok=True)
        (clone / stray).write_text("stray")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(clone))
    return next((folder / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of another environment with the wheel in it; its dependencies come from this environment through a .pth file."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # Torch alone weighs half a gigabyte; the editable studykit of this environment is hidden behind the installed one.
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{here}\n")
    run(str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-installed", "--no-index", str(wheel))
    return python


def run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_what_git_tracks_and_no_stray_file(wheel: Path) -> None:
    tracked = run("git", "ls-files", cwd=ROOT).splitlines()
    expected = {name for name in tracked if name.startswith("studykit/")}
    expected |= {f"studykit/builtin/{name}" for name in tracked if name.split("/")[0] in ("exercises", "solutions", "cards")}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_an_installed_wheel_lists_hands_out_grades_and_reports(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "STUDYKIT_HOME": str(tmp_path / "home")}
    studykit = str(installed.parent / "studykit")
    where = run(str(installed), "-c", "import studykit; print(studykit.__file__)", cwd=tmp_path).strip()
    assert where.startswith(str(installed.parents[1]))
    assert FIRST in run(studykit, "list", cwd=tmp_path, env=env)
    assert "Wrote forward_and_mse.py" in run(studykit, "next", cwd=tmp_path, env=env)
    solution = (ROOT / "solutions" / FIRST / "solution.py").read_text()
    (tmp_path / "forward_and_mse.py").write_text(f"# studykit: {FIRST}\n{solution}")
    assert "Passed" in run(studykit, "grade", "forward_and_mse.py", cwd=tmp_path, env=env)
    assert "Wrote page.html" in run(studykit, "report", "--html", "page.html", cwd=tmp_path, env=env)
