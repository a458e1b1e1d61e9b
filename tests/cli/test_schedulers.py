"""`scheduler: fsrs`, `why --under` and `stats --compare`: two schedules of one history, and what is said where FSRS is missing."""

import sqlite3
from collections.abc import Callable
from contextlib import chdir

import pytest

from studykit.installing import install_command
from tests.conftest import Ran

Run = Callable[..., Ran]
CARD = "card:optimizers/descent-direction"
OTHER = "card:autograd/leaf"
HISTORY = (("2026-01-01", 4), ("2026-01-02", 3), ("2026-01-08", 5), ("2026-01-23", 2))


@pytest.fixture
def answered(studykit: Run) -> Run:
    for day, quality in HISTORY:
        studykit("answer", CARD, quality, "--at", day)
    return studykit


def choose(home, *lines):
    home.mkdir(exist_ok=True)
    (home / "settings.yaml").write_text("".join(f"{line}\n" for line in lines))


@pytest.fixture
def without_fsrs(tmp_path):
    """A folder that hides the package as if it were not installed."""
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "fsrs.py").write_text("raise ModuleNotFoundError(\"No module named 'fsrs'\", name='fsrs')\n")
    return str(tmp_path / "hidden")


def test_fsrs_schedules_when_the_settings_say_so(studykit: Run, home) -> None:
    choose(home, "scheduler: fsrs")
    answered = studykit("answer", CARD, 4, "--at", "2026-01-01", "--json").json

    assert (answered["due"], answered["interval_days"], answered["ease"]) == ("2026-01-03", 2, 2.5)
    assert (answered["stability"], answered["difficulty"]) == (2.3065, 2.118104)


def test_switching_works_due_dates_out_anew_and_back_gives_what_was_before(answered: Run, home) -> None:
    before = answered("due", "--at", "2027-01-01", "--json").json
    choose(home, "scheduler: fsrs", "fsrs_retention: 0.85")
    other = answered("due", "--at", "2027-01-01", "--json").json
    choose(home, "scheduler: sm2")

    assert other[0]["due"] != before[0]["due"]
    assert answered("due", "--at", "2027-01-01", "--json").json == before


def test_why_under_fsrs_shows_the_same_history_with_its_own_arithmetic(answered: Run) -> None:
    lines = answered("why", CARD, "--under", "fsrs", "--at", "2026-01-23").out.splitlines()

    assert [line[:10] for line in lines[:4]] == [day for day, _ in HISTORY]
    assert lines[1].endswith("known on day 1 of 2, before its day: the date stays, D 2.12 -> 4.75; due 2026-01-03")
    assert lines[2].endswith("Easy, R(7 days) = 0.81, S 2.31 -> 27.47, D 4.75 -> 2.98, I = round(27.47 x 1.000) = 27; due 2026-02-04")
    assert lines[-1] == "That is fsrs's view of the same history; in use is sm2."


def test_why_under_another_scheduler_changes_nothing(answered: Run) -> None:
    before = answered("why", CARD, "--json").json
    under = answered("why", CARD, "--under", "fsrs", "--json").json

    assert (before["scheduler"], under["scheduler"]) == ("sm2", "fsrs")
    assert set(under["steps"][0]) > {"retrievability", "stability", "difficulty", "interval", "interval_days", "due"}
    assert answered("why", CARD, "--json").json == before == answered("why", CARD, "--under", "sm2", "--json").json


def test_compare_shows_both_schedules_of_the_same_history(answered: Run, home) -> None:
    compared = answered("stats", "--compare", "--json").json
    choose(home, "scheduler: fsrs")
    swapped = answered("stats", "--compare", "--json").json

    assert (compared["in_use"], swapped["in_use"]) == ("sm2", "fsrs")
    assert compared["items"] == swapped["items"]
    assert [item["item"] for item in compared["items"]] == [CARD]
    assert [compared["items"][0][name]["interval_days"] for name in ("sm2", "fsrs")] == [1, 2]
    assert [(day["sm2"], day["fsrs"]) for day in compared["due_by_day"]] == [(1, 1)] + [(0, 0)] * 29


def test_compare_counts_what_is_due_as_the_forecast_of_stats_does(answered: Run) -> None:
    answered("answer", OTHER, 5)
    compared = answered("stats", "--compare", "--json").json["due_by_day"]
    forecast = answered("stats", "--json").json["forecast"]

    assert [(day["day"], day["sm2"]) for day in compared] == [(day["day"], day["cards"] + day["exercises"]) for day in forecast]


def test_compare_as_text_says_what_it_does_not_show(answered: Run) -> None:
    lines = answered("stats", "--compare").out.splitlines()

    assert f"4               1      2  {CARD}" in lines
    assert lines[-1].endswith("so this does not say which of the two is better for you.")


def test_compare_without_history_says_so(studykit: Run) -> None:
    assert studykit("stats", "--compare").out == "Nothing to compare yet: nothing has been reviewed.\n"


@pytest.mark.parametrize("call", [("due",), ("answer", CARD, 4), ("why", CARD, "--under", "fsrs"), ("stats", "--compare")])
def test_a_missing_package_is_named_and_nothing_is_lost(answered: Run, home, tmp_path, without_fsrs, call) -> None:
    choose(home, "scheduler: fsrs")
    ran = answered(*call, PYTHONPATH=without_fsrs)
    choose(home, "scheduler: sm2")

    with chdir(tmp_path):
        install = install_command("fsrs")
    assert ran == Ran(2, "", f"studykit: scheduler fsrs needs the package `fsrs`, which is not installed: run `{install}`.\n")
    assert len(answered("why", CARD, "--json", PYTHONPATH=without_fsrs).json["steps"]) == len(HISTORY)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("scheduler: sm17", "scheduler: 'sm17' should be sm2 or fsrs."),
        ("scheduler: [sm2]", "scheduler: ['sm2'] should be sm2 or fsrs."),
        ("fsrs_retention: 0.5", "fsrs_retention: 0.5 should be a number from 0.7 to 0.97."),
        ("fsrs_retention: yes", "fsrs_retention: True should be a number from 0.7 to 0.97."),
        ("fsrs_retention: .nan", "fsrs_retention: nan should be a number from 0.7 to 0.97."),
    ],
)
def test_a_wrong_setting_is_named(studykit: Run, home, setting, says) -> None:
    choose(home, setting)
    ran = studykit("due")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"settings.yaml: {says}\n")


@pytest.mark.validate  # most of a minute
def test_a_switch_that_takes_long_says_why(answered: Run, home) -> None:
    connection = sqlite3.connect(home / "progress.db", isolation_level=None)
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
    connection.execute(
        f"{many} INSERT INTO event SELECT printf('%012x-0000-0123456789abcdef', i), '2026-01-01T12:00:00.000+00:00', '2026-01-01',"
        " '0123456789abcdef', 'reviewed', 'card:a/' || (i % 1000), '{\"quality\":4}' FROM n"
    )
    connection.close()
    choose(home, "scheduler: fsrs")

    assert answered("why", CARD).err == "studykit: another scheduler: working out all schedules again ...\n"
    assert answered("why", CARD).err == ""


def test_why_tells_what_else_moved_a_due_date(answered: Run, home) -> None:
    choose(home, "reviews_a_day: 1")
    answered("answer", OTHER, 4, "--at", "2026-01-01")
    answered("suspend", CARD)
    happened = answered("why", CARD, "--json").json["happened"]

    assert [event["kind"] for event in happened] == ["suspended"]
    assert "suspended: not asked until it is resumed" in answered("why", CARD).out
