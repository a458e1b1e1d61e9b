"""`forecast`: a picture, a row for each way of scheduling, months, and the same as JSON."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.cli.terminal.out import NARROWEST
from tests.conftest import Ran

Run = Callable[..., Ran]


def test_it_shows_a_picture_a_row_for_each_way_and_the_months(studykit: Run) -> None:
    ran = studykit("forecast", "--days", 60, "--at", "2026-01-15", "--retention", 0.85, "--retention", 0.9)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("The next 60 days, by scheduler and retention\n")
    lines = [line.split()[0:2] for line in ran.out.splitlines() if line.startswith(("sm2", "fsrs", "2026"))]
    assert [first for first, _ in lines] == ["sm2", "fsrs", "fsrs", "2026-01", "2026-02", "2026-03"]
    assert "sm2 (yours)" in ran.out
    assert "your log has no reviews yet" in " ".join(ran.out.split())


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_it_fits_the_terminal(studykit: Run, columns: int) -> None:
    ran = studykit("forecast", "--days", 30, COLUMNS=str(columns))

    assert columns > NARROWEST
    assert max(map(len, ran.out.splitlines())) <= columns


def test_json_has_the_numbers_of_every_way_by_week_and_month(studykit: Run) -> None:
    numbers = studykit("forecast", "--days", 30, "--new", 4, "--json").json

    assert (numbers["days"], numbers["new_cards_a_day"], numbers["reviews_a_day"]) == (30, 4, 200)
    assert [(each["scheduler"], each["retention"]) for each in numbers["ways"]] == [
        ("sm2", None),
        ("fsrs", 0.8),
        ("fsrs", 0.85),
        ("fsrs", 0.9),
        ("fsrs", 0.95),
    ]
    assert all(each["cards_met"] == 120 and len(each["weeks"]) == 5 for each in numbers["ways"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--retention", "0.5"], "0.7"),
        (["--retention", "1"], "0.97"),
        (["--days", "0"], "1"),
        (["--new", "-1"], "0"),
        (["--at", "soon"], "no ISO 8601 time"),
    ],
)
def test_a_wrong_call_is_refused(studykit: Run, arguments: list[str], says: str) -> None:
    ran = studykit("forecast", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_without_the_package_it_says_what_to_install(studykit_process: Run, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "fsrs.py").write_text("raise ModuleNotFoundError(\"No module named 'fsrs'\", name='fsrs')\n")
    root = Path(__file__).parents[2]
    ran = studykit_process("forecast", PYTHONPATH=f"{tmp_path / 'hidden'}:{root}")

    assert (ran.code, ran.out) == (2, "")
    assert "pip install" in ran.err


def test_where_characters_are_missing_the_numbers_are_there(studykit_process: Run) -> None:
    ran = studykit_process("forecast", "--days", 20, PYTHONIOENCODING="ascii")

    assert ran.code == 0
    assert "sm2 (yours)" in ran.out
