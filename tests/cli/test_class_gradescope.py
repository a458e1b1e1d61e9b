"""`studykit class gradescope` and `class autograde`: what they write, and what they say."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.small_pack import pack_that_builds_on_it

Run = Callable[..., Ran]
SGD = "optimizers/sgd_update"


def test_a_zip_is_made_and_what_to_do_with_it_is_said(studykit: Run, tmp_path: Path) -> None:
    ran = studykit("class", "gradescope", "sgd_update", "mse_gradient", "--out", "autograder.zip", "--points", 7.5, "--feedback", "verdict")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Wrote autograder.zip. Upload it in Gradescope")
    assert ran.out.endswith("autograder points to 7.5.\n")
    with zipfile.ZipFile(tmp_path / "autograder.zip") as made:
        command = f"studykit class autograde {SGD} gradient_descent/mse_gradient --feedback verdict --points 7.5 --submission"
        assert command in made.read("run_autograder").decode()


def test_a_zip_with_a_pack_is_described_as_an_object(studykit: Run, tmp_path: Path) -> None:
    pack_that_builds_on_it(tmp_path / "mine")
    made = studykit("--pack", "mine", "class", "gradescope", "more/momentum", "--out", "a.zip", "--json").json
    assert (made["file"], made["exercises"], made["points"]) == ("a.zip", ["more/momentum"], 1)
    assert "pack/exercises/curriculum.yaml" in made["holds"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no/such", "--out", "a.zip"], "no exercise 'no/such'"),
        ([SGD, "--out", "nowhere/a.zip"], "nowhere/a.zip: cannot be written"),
        ([SGD, "--out", "a.zip", "--wheel", "b.whl"], "b.whl: is no wheel"),
        ([SGD], "Missing option '--out'"),
        ([SGD, "--out", "a.zip", "--feedback", "none"], "'none' is not one of"),
    ],
)
def test_a_wrong_call_writes_nothing(studykit: Run, tmp_path: Path, arguments: list[str], says: str) -> None:
    ran = studykit("class", "gradescope", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())
    assert not (tmp_path / "a.zip").exists()


def test_autograde_writes_results_and_exits_well_whatever_is_wrong(studykit: Run, tmp_path: Path) -> None:
    ran = studykit("class", "autograde", "no/such", "--submission", ".", "--out", "results.json")
    assert (ran.code, ran.out) == (0, "Wrote results.json\n")
    assert "no exercise 'no/such'" in ran.err
    assert json.loads((tmp_path / "results.json").read_text())["score"] == 0


def test_what_nobody_thought_of_leaves_results_and_a_traceback_for_the_instructor(studykit: Run, tmp_path: Path) -> None:
    ran = studykit("class", "autograde", SGD, "--submission", "x" * 5000, "--out", "results.json")
    assert ran.code == 0
    assert "File name too long" in ran.err
    assert json.loads((tmp_path / "results.json").read_text())["tests"] == []
