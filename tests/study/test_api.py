"""The Python API does what the commands do, with the same log, and costs nothing to import."""

import subprocess
import sys
from pathlib import Path

import pytest

import studykit
from studykit import Study
from studykit.errors import DamagedLog, NotRecorded
from tests.conftest import Ran, mistaken

ROOT = Path(__file__).parents[2]
SGD = "optimizers/sgd_update"
SOLUTION = (ROOT / "solutions" / SGD / "solution.py").read_text()


@pytest.fixture
def study(home: Path) -> Study:
    return Study(home=home)


def test_the_import_loads_nothing_heavy() -> None:
    code = "import studykit, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "numpy", "typer", "rich", "pydantic", "yaml", "sqlite3", "sqlite_utils", "typing"} & set(loaded)


def test_an_unknown_name_is_an_attribute_error_and_dir_lists_the_known() -> None:
    with pytest.raises(AttributeError, match="no attribute 'grades'"):
        studykit.grades  # noqa: B018
    assert dir(studykit) == sorted(studykit.__all__)


def test_a_text_is_graded_without_a_trace(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYKIT_HOME", str(home))
    report = studykit.grade(SOLUTION, SGD, seed=3)
    assert (report.passed, report.exercise, report.seed) == (True, SGD, 3)
    assert not (home / "progress.db").exists()


def test_a_first_line_and_a_path_name_the_exercise(tmp_path: Path) -> None:
    file = tmp_path / "anything.py"
    file.write_text(mistaken(SGD, "climbs"))
    report = studykit.grade(file)
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == "climbs"
    assert studykit.grade(str(file)).verdict is studykit.Verdict.FAILED


def test_a_text_that_names_no_exercise_is_refused() -> None:
    with pytest.raises(studykit.StudykitError, match="the first line names no exercise"):
        studykit.grade("x = 1\n")
    with pytest.raises(studykit.StudykitError, match="no such file"):
        studykit.grade("x = 1")


def test_a_recorded_grade_is_the_commands(study: Study, studykit: "Ran", tmp_path: Path) -> None:
    study.grade(SOLUTION, SGD)
    assert {row["item"]: row["status"] for row in studykit("list", "--json").json}[f"exercise:{SGD}"] == "passed"
    study.grade(mistaken(SGD, "climbs"), record=False)
    assert study.statistics()["grades"] == 1


def test_a_review_answers_and_undoes(study: Study) -> None:
    with study.review(decks=["optimizers"], new=1) as session:
        question = session.question()
        assert question is not None
        assert question.card.front in question.front
        assert session.answer(question, 4).due is not None
        session.undo()
        assert session.answered == 0
    assert study.due() == []


def test_hints_are_recorded_and_end_with_all_of_them(study: Study) -> None:
    hints = [study.hint(SGD) for _ in range(len(study.exercises[SGD].hints) + 1)]
    assert [hint.fresh for hint in hints] == [True] * (len(hints) - 1) + [False]
    assert hints[-1].texts == study.exercises[SGD].hints


def test_what_is_handed_out_is_what_next_names(study: Study, tmp_path: Path) -> None:
    following = study.next()
    assert following is not None
    file = study.hand_out(following.exercise.id, tmp_path)
    assert file.read_text().startswith(f"# studykit: {following.exercise.id}\n")
    assert study.task(following.exercise.id) in file.read_text()
    assert study.next() == type(following)(following.exercise, "you have begun it")


def test_a_picture_cannot_take_another_ending(study: Study, tmp_path: Path) -> None:
    with pytest.raises(studykit.StudykitError, match=r"a picture ends in \.png, \.svg or \.html"):
        study.plot("loss_surface", out=tmp_path / "surface.gif")


def test_a_broken_pack_is_checked_without_a_grade(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "mine.yaml").write_text("- id: a\n  front: Why?\n")
    found = studykit.check(tmp_path)
    assert not found.well
    assert found.faults == ["cards/mine.yaml:1: card 'a': back: a basic card needs one (for gaps: kind: cloze)"] or len(found.faults) == 1


def test_an_unknown_device_is_named_with_those_there_are(study: Study) -> None:
    with pytest.raises(studykit.StudykitError, match=r"^There is no device 'mps'; it is one of auto, cpu, cuda\.$"):
        study.grade(SOLUTION, SGD, device="mps")


def test_a_damaged_log_does_not_keep_the_verdict(study: Study, home: Path) -> None:
    home.mkdir()
    (home / "progress.db").write_text("no database" * 1000)
    with pytest.raises(NotRecorded, match=r"^graded \(passed\), but not recorded: ") as raised:
        study.grade(SOLUTION, SGD)
    assert raised.value.report.passed
    assert isinstance(raised.value.__cause__, DamagedLog)
    assert study.grade(SOLUTION, SGD, record=False).passed
