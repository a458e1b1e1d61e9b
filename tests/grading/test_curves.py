"""Loss curves of a failed test: registered by the suite, carried by the report, drawn in a line each."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.cold import Grader
from studykit.grading.curves import Curves, curves_of, ends, legend, sparklines
from studykit.grading.grade_report import Outcome, Report
from studykit.grading.job import job_for

NEVER_CLEARS = """
def train(model, optimizer, loss_fn, batches, epochs):
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
"""


def test_a_training_that_departs_names_step_and_parameter_and_brings_both_curves(grader: Grader) -> None:
    exercise = load_library([builtin_pack()]).exercise("optimizers/zero_grad")
    report = grader.grade(job_for(exercise, NEVER_CLEARS, "answer.py", seed=7, device="cpu"))
    failed = {result.name: result for result in report.results}["test_the_weights_after_each_step"]
    assert "first differs at step 2 of 8, in '0.weight'" in (failed.message or "")
    assert failed.curves is not None
    assert len(failed.curves.got) == len(failed.curves.expected) == 8
    assert failed.curves.got[:2] == pytest.approx(failed.curves.expected[:2])
    assert failed.curves.first_apart() == 2


@pytest.mark.parametrize(("id", "mistake"), [("training/epoch_loss", "adds_up_over_epochs"), ("gradient_descent/numpy_loop", "climbs")])
def test_other_training_exercises_bring_curves_too(grader: Grader, id: str, mistake: str) -> None:
    exercise = load_library([builtin_pack()]).exercise(id)
    report = grader.grade(job_for(exercise, mistake_named(exercise, mistake).source, "answer.py", seed=7, device="cpu"))
    drawn = [result for result in report.results if result.curves is not None]
    assert drawn
    assert all(result.outcome is Outcome.FAILED for result in drawn)
    assert json.loads(json.dumps(drawn[0].as_json(), allow_nan=False))["curves"]["got"] == list(drawn[0].curves.got)


def suite(folder: Path, body: str) -> dict[str, object]:
    (folder / "probes.py").write_text("def f(submission): return submission.f()\n")
    (folder / "test_f.py").write_text(f"def test_f(probes, curves):\n    {body}\n")
    return {"suite": str(folder / "test_f.py"), "probes": str(folder / "probes.py"), "forbids": ()}


def test_numbers_that_json_cannot_write_come_through(grade: Callable[..., Report], tmp_path: Path) -> None:
    job = suite(tmp_path, "curves(probes.f(), [1.0, 2.0, 3.0]); assert False")
    result = grade("def f(): return [1.0, float('inf'), float('nan')]", **job).results[0]
    assert result.curves is not None
    assert result.curves.got[1] == math.inf
    assert result.as_json()["curves"] == {"got": [1.0, "inf", "nan"], "expected": [1.0, 2.0, 3.0]}


@pytest.mark.parametrize("answer", ["None", "'text'", "[1.0, None]", "['1', '2']", "{'a': 1.0}", "3"])
def test_an_answer_that_is_no_list_of_numbers_has_no_curve_and_its_own_failure(
    grade: Callable[..., Report], tmp_path: Path, answer: str
) -> None:
    job = suite(tmp_path, "got = probes.f(); curves(got, [1.0]); assert got == [1.0], 'a list of floats belongs here'")
    result = grade(f"def f(): return {answer}", **job).results[0]
    assert result.curves is None
    assert "a list of floats belongs here" in (result.message or "")


def test_a_passed_test_has_no_curves(grade: Callable[..., Report], tmp_path: Path) -> None:
    job = suite(tmp_path, "curves(probes.f(), [1.0, 2.0])")
    assert grade("def f(): return [1.0, 2.0]", **job).results[0].as_json()["curves"] is None


def test_both_curves_share_one_scale() -> None:
    assert sparklines(Curves((8.0, 4.0, 1.0), (4.5, 1.0, 1.0))) == ("█▄▁", "▅▁▁")
    assert sparklines(Curves((8.0, 4.0, 1.0), (4.5, 1.0, 1.0)), ascii_only=True) == ("#:_", "=__")
    assert sparklines(Curves((2.0, 2.0), (2.0,))) == ("▅▅", "▅")


def test_a_long_curve_keeps_to_its_width_and_loses_no_nan() -> None:
    steps = [1 / (i + 1) for i in range(1000)]
    broken = [*steps[:500], math.nan, *steps[501:]]
    got, expected = sparklines(Curves(tuple(broken), tuple(steps)))
    assert (len(got), len(expected)) == (40, 40)
    assert got.count("×") == 1
    assert got[20] == "×"


def test_numbers_that_are_not_finite_are_marked_and_explained() -> None:
    curves = Curves((1.0, math.inf, math.nan, -math.inf), (1.0, 0.5, 0.2, 0.1))
    assert sparklines(curves)[0] == "█↑×↓"
    assert legend(curves) == "× is NaN, ↑ is infinite, ↓ is minus infinite"
    assert sparklines(curves, ascii_only=True)[0] == "#^xv"
    assert legend(Curves((1.0,), (1.0,))) is None


def test_huge_numbers_and_no_numbers_are_drawn() -> None:
    assert sparklines(Curves((-1.7e308, 1.7e308), ())) == ("▁█", "")
    assert sparklines(Curves((math.nan,), (math.nan,))) == ("×", "×")
    assert (ends(()), ends((2.0,)), ends((2.0, 1.0))) == ("no step", "2", "2 to 1 in 2 steps")


def test_curves_part_where_the_eye_can_see_it() -> None:
    assert Curves((10.0, 5.0, 2.0), (10.0, 5.004, 2.5)).first_apart() == 2
    assert Curves((10.0, math.nan), (10.0, math.nan)).first_apart() is None
    assert Curves((10.0, math.nan), (10.0, 9.0)).first_apart() == 1


def test_a_run_of_many_steps_is_cut() -> None:
    curves = curves_of([0.0] * 10**6, [1])
    assert curves is not None
    assert len(curves.got) == 1000
