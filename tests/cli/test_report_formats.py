"""`grade --format` and `--feedback`: what other programs read, and what students are not told."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Ran, mistaken

Run = Callable[..., Ran]
SGD = "optimizers/sgd_update"


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    (tmp_path / "a.py").write_text(mistaken(SGD, "climbs"))
    return "a.py"


@pytest.mark.parametrize("form", ["json", "junit", "gradescope", "markdown"])
def test_each_format_is_all_of_stdout_and_the_exit_code_stays(studykit: Run, wrong: str, form: str) -> None:
    ran = studykit("grade", wrong, "--format", form, "--seed", 1)
    assert (ran.code, ran.err) == (1, "")
    match form:
        case "junit":
            assert ElementTree.fromstring(ran.out)[0].get("name") == f"a {SGD}"
        case "markdown":
            assert ran.out.startswith(f"## ✗ {SGD}: Not yet: 7 of 11 requirements hold.\n")
        case "gradescope":
            assert ran.json["score"] == pytest.approx(7 / 11, abs=1e-6)
        case _:
            assert ran.json["verdict"] == "failed"


@pytest.mark.parametrize("form", ["text", "lines", "json", "junit", "gradescope", "markdown"])
def test_each_format_tells_a_verdict_without_the_suite(studykit: Run, wrong: str, form: str) -> None:
    ran = studykit("grade", wrong, "--format", form, "--seed", 41827, "--feedback", "verdict")
    assert ran.code == 1
    assert not [hidden for hidden in ("test_", "41827", "gradient", "climbs", "of 11") if hidden in ran.out.replace("descent", "")]


def test_requirements_are_told_in_a_terminal_too(studykit: Run, wrong: str) -> None:
    ran = studykit("grade", wrong, "--feedback", "requirements", "--seed", 1)
    assert "✗ Each of the caller's tensors" in ran.out
    assert "known mistake (climbs)" in ran.out
    assert "expected" not in ran.out


def test_a_starter_that_was_not_touched_is_graded_for_another_program(studykit: Run) -> None:
    studykit("next", SGD)
    ran = studykit("grade", "sgd_update.py", "--format", "junit")
    assert ran.code == 1
    assert int(ElementTree.fromstring(ran.out).get("failures")) > 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "junit", "--json"], "for --format: does not go together with --json."),
        (["--feedback", "verdict", "--capsule", "a"], "for --capsule: tells what --feedback leaves out."),
        (["--feedback", "some"], "'some' is not one of 'full', 'requirements', 'verdict'."),
    ],
)
def test_options_that_exclude_each_other_are_refused(studykit: Run, wrong: str, options: list[str], says: str) -> None:
    ran = studykit("grade", wrong, *options)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())
