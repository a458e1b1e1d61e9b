"""The zip for Gradescope, and what its `run_autograder` leaves in a folder laid out like Gradescope's."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import studykit
from studykit.classroom.autograder import Autograder, packs_of, write_autograder
from studykit.classroom.autograding import FAILED, Assignment, autograded
from studykit.content.installed import builtin_pack
from studykit.content.pack import Library, load_library
from studykit.errors import StudykitError
from studykit.grading.feedback_level import Feedback
from studykit.study.desk import Desk
from tests.conftest import mistaken
from tests.small_pack import PackFolder, answer, pack_that_builds_on_it

SGD, MSE, MOMENTUM = "optimizers/sgd_update", "gradient_descent/mse_gradient", "more/momentum"


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return pack_that_builds_on_it(tmp_path / "mine")


def library(*packs: PackFolder) -> Library:
    return load_library([builtin_pack(), *(pack.path for pack in packs)])


def zipped(tmp_path: Path, taught: Library, *ids: str, **options: Any) -> zipfile.ZipFile:
    exercises = tuple(taught.exercise(id) for id in ids)
    write_autograder(Autograder(exercises, packs=packs_of(exercises, taught), **options), tmp_path / "autograder.zip")
    return zipfile.ZipFile(tmp_path / "autograder.zip")


def script(made: zipfile.ZipFile, name: str) -> str:
    return made.read(name).decode()


def submitted(tmp_path: Path, **files: str | bytes) -> Path:
    folder = tmp_path / "autograder" / "submission"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def results(tmp_path: Path, folder: Path, *ids: str, told: list[str] | None = None) -> Any:
    here = Desk(folder=tmp_path / "home", notice=(told if told is not None else []).append)
    return autograded(here, Assignment(ids, Feedback.FULL, seed=1), folder)


def test_the_zip_holds_two_programs_at_its_root(tmp_path: Path) -> None:
    made = zipped(tmp_path, library(), SGD)
    assert made.namelist() == ["setup.sh", "run_autograder"]
    for member in made.infolist():
        assert stat.S_IMODE(member.external_attr >> 16) == 0o755
        assert made.read(member).startswith(b"#!/usr/bin/env bash\n")


def test_the_same_call_makes_the_same_zip(tmp_path: Path, pack: PackFolder) -> None:
    zipped(tmp_path, library(pack), MOMENTUM)
    first = (tmp_path / "autograder.zip").read_bytes()
    zipped(tmp_path, library(pack), MOMENTUM)
    assert (tmp_path / "autograder.zip").read_bytes() == first


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_its_programs_are_sound(tmp_path: Path, pack: PackFolder, name: str) -> None:
    made = zipped(tmp_path, library(pack), MOMENTUM, SGD, points=10)
    made.extractall(tmp_path / "source")
    assert "@" not in script(made, name).replace("studykit@", "")
    for check in (["bash", "-n"], ["shellcheck"]):
        if shutil.which(check[0]):
            subprocess.run([*check, tmp_path / "source" / name], check=True)


def test_it_installs_this_version_or_a_wheel(tmp_path: Path) -> None:
    assert f"install --quiet studykit=={studykit.__version__}\n" in script(zipped(tmp_path, library(), SGD), "setup.sh")
    wheel = tmp_path / "studykit-9-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as out:
        out.writestr("studykit/__init__.py", "")
    made = zipped(tmp_path, library(), SGD, wheel=wheel)
    assert 'install --quiet "$source/studykit-9-py3-none-any.whl"\n' in script(made, "setup.sh")
    assert made.read(wheel.name) == wheel.read_bytes()


def test_what_is_no_wheel_is_refused_and_no_zip_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_text("no zip")
    with pytest.raises(StudykitError, match=r"a\.whl: is no wheel"):
        zipped(tmp_path, library(), SGD, wheel=tmp_path / "a.whl")
    assert not (tmp_path / "autograder.zip").exists()


def test_a_pack_goes_in_without_what_lies_beside_it(tmp_path: Path, pack: PackFolder) -> None:
    for stray in ("solutions/more/momentum/__pycache__/a.pyc", "solutions/.hidden", ".git/config", "notes.txt"):
        pack.write(stray, "stray")
    made = zipped(tmp_path, library(pack), MOMENTUM)
    held = [name for name in made.namelist() if name.startswith("pack/")]
    assert "pack/solutions/more/momentum/test_momentum.py" in held
    assert not [name for name in held if made.read(name) == b"stray"]
    assert '--pack "$source/pack" class autograde more/momentum' in script(made, "run_autograder")
    assert 'studykit" --pack "$source/pack" list' in script(made, "setup.sh")


def test_a_pack_that_an_exercise_builds_on_goes_in_too(tmp_path: Path, pack: PackFolder) -> None:
    other = PackFolder(tmp_path / "other")
    for file in sorted(pack.path.rglob("*.*")):
        name = file.relative_to(pack.path).as_posix().replace("more", "most")
        other.write(name, file.read_text().replace("topic: more", "topic: most").replace("inertia", "rest").replace("more/", "most/"))
    other.replace("exercises/most/momentum/exercise.yaml", "requires: [optimizers/sgd_update]", "requires: [more/momentum]")
    taught = library(pack, other)
    assert packs_of([taught.exercise("most/momentum")], taught) == (pack.path, other.path)
    assert packs_of([taught.exercise(MOMENTUM)], taught) == (pack.path,)
    assert packs_of([taught.exercise(SGD)], taught) == ()


@pytest.fixture
def gradescope(tmp_path: Path, pack: PackFolder) -> dict[str, Any]:
    """Runs `run_autograder` of the zip in a folder like Gradescope's, and gives what stands in results.json."""
    root = tmp_path / "autograder"
    submitted(tmp_path, momentum=answer("Mine.", "2 * x"), wrong=f"\n{mistaken(SGD, 'climbs')}")
    with zipped(tmp_path, library(pack), MOMENTUM, SGD, points=10, seed=1) as made:
        made.extractall(root / "source")
    return ran(root)


def ran(root: Path, **environment: str) -> Any:
    program = root / "run_autograder"
    shutil.copy(root / "source" / "run_autograder", program)
    program.chmod(0o755)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "AUTOGRADER_ROOT": str(root), **environment}
    done = subprocess.run([program], cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads((root / "results" / "results.json").read_text())


def test_run_autograder_grades_what_was_handed_in(gradescope: dict[str, Any], tmp_path: Path) -> None:
    first, *others = gradescope["tests"]
    assert (first["name"], first["status"], first["score"]) == ("Two becomes four.", "passed", 5.0)
    assert {test["status"] for test in others} == {"passed", "failed"}
    assert 5 < gradescope["score"] < 10
    assert "known mistake (climbs)" in gradescope["output"]
    assert not list((tmp_path / "autograder").rglob("progress.db"))


def test_without_a_studykit_there_are_results_as_well(tmp_path: Path) -> None:
    root = tmp_path / "autograder"
    with zipped(tmp_path, library(), SGD) as made:
        made.extractall(root / "source")
    assert ran(root, PATH="/usr/bin:/bin") == {**ran(root, PATH="/usr/bin:/bin"), "score": 0, "output": FAILED, "tests": []}


def test_nothing_handed_in_is_told_with_what_was_expected(tmp_path: Path) -> None:
    found = results(tmp_path, submitted(tmp_path), SGD, MSE)
    assert (found["score"], len(found["tests"])) == (0.0, 2)
    assert f"Nothing was handed in. Hand in a .py or .ipynb file whose first line is `# studykit: {SGD}`." in found["output"]


def test_a_file_of_another_exercise_is_named(tmp_path: Path) -> None:
    found = results(tmp_path, submitted(tmp_path, a=f"# studykit: {MSE}\n"), SGD)
    assert f"a.py: answers {MSE}, which was not set." in found["output"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"alice": "def f(:"}, "SyntaxError"),
        ({"alice_sgd_update": "def f(:", "b": "x = 1"}, "SyntaxError"),
        ({"alice": f"# studykit: {SGD}\ndef f(:", "b_sgd_update": "x = 1"}, "SyntaxError"),
        ({"a": "# studykit: no/such\ndef f(:"}, "no exercise 'no/such'"),
        ({"a": f"# studykit: {SGD}\nx = 1", "sgd_update": f"# studykit: {SGD}\ndef f(:"}, "update.py is graded, of 2 files that answer"),
        ({"sgd_update": b"\xff"}, "byte 0 is not UTF-8"),
        ({"sgd_update": "#" * (1 << 20) + "#"}, "larger than 1 MiB"),
    ],
)
def test_an_answer_is_found_by_its_first_line_or_name_or_is_the_only_one(tmp_path: Path, files: dict[str, Any], told: str) -> None:
    assert told in results(tmp_path, submitted(tmp_path, **files), SGD)["output"]


def test_links_and_what_programs_leave_behind_are_no_answers(tmp_path: Path) -> None:
    folder = submitted(tmp_path)
    (tmp_path / "secret.py").write_text(f"# studykit: {SGD}\n")
    (folder / "link.py").symlink_to(tmp_path / "secret.py")
    for name in ("__MACOSX/sgd_update.py", ".ipynb_checkpoints/sgd_update.py"):
        (folder / name).parent.mkdir()
        (folder / name).write_text("x = 1")
    assert "link.py: is a link, and links are not followed" in results(tmp_path, folder, SGD)["output"]


def test_a_grader_that_fails_is_nobodys_fault_and_the_reason_is_for_instructors(tmp_path: Path, pack: PackFolder) -> None:
    pack.write("solutions/more/momentum/test_momentum.py", "raise RuntimeError('secret')\n")
    folder, told = submitted(tmp_path, momentum=answer("Mine.", "2 * x"), sgd_update="def f(:"), []
    here = Desk([pack.path], tmp_path / "home", told.append)
    found = autograded(here, Assignment((MOMENTUM, SGD), points=4), folder)
    assert (found["score"], found["tests"][0]["max_score"]) == (0.0, 2.0)
    assert FAILED in found["output"]
    assert "SyntaxError" in found["output"]
    assert "secret" not in json.dumps(found)
    assert "secret" in "".join(told)


def test_an_unknown_exercise_is_told_to_instructors_and_not_to_students(tmp_path: Path) -> None:
    told: list[str] = []
    found = results(tmp_path, submitted(tmp_path), "no/such", told=told)
    assert (found["score"], found["tests"], told) == (0, [], ["no exercise 'no/such'; `studykit list` shows all"])
    assert "it is not your fault" in found["output"].replace("\\", "")
