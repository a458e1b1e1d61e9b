"""`stats`: one small history worked out by hand, as JSON and in terminals of 80 and 40 columns."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from tests.conftest import Ran

Run = Callable[..., Ran]

DESCENT, GROUPS, LEAF = "card:optimizers/descent-direction", "card:optimizers/step-reads", "card:autograd/leaf"
SGD = "exercise:optimizers/sgd_update"

# Day of January 2026, item, quality, seconds.
REVIEWS = [
    (5, DESCENT, 4, 10.0),  # Monday; due on the 6th
    (6, DESCENT, 1, 20.0),  # a lapse after 1 day; due on the 7th
    (7, DESCENT, 4, 6.0),  # after 1 day; due on the 13th
    (12, DESCENT, 4, 4.0),  # after 5 days, a day early: due on the 13th as before
    (12, GROUPS, 3, None),  # due on the 13th
    (12, LEAF, 5, 8.0),  # due on the 13th
    (14, LEAF, 2, 5.0),  # a lapse after 2 days; due on the 15th
]


def noon(day: int) -> datetime:
    return datetime(2026, 1, day, 12).astimezone()


@pytest.fixture
def history(home: Path) -> Path:
    """The reviews above, one more that is undone, and a failed grade, a hint and a pass of an exercise on the 14th, due on the 28th."""
    with Store.open(home / "progress.db") as store:
        for day, item, quality, seconds in REVIEWS:
            timed = {} if seconds is None else {"seconds": seconds}
            store.record(Kind.REVIEWED, item, noon(day), {"quality": quality, **timed})
        for verdict in ("failed", "passed"):
            store.record(Kind.GRADED, SGD, noon(14), {"verdict": verdict})
        store.record(Kind.HINTED, SGD, noon(14))
        store.record(Kind.REVIEWED, GROUPS, noon(14), {"quality": 0, "seconds": 99.0})
        store.undo(noon(14))
    return home


def test_all_numbers_are_those_worked_out_by_hand(studykit: Run, history: Path) -> None:
    stats = studykit("stats", "--at", "2026-01-14", "--json").json
    assert (stats["reviews"], stats["reviews_today"], stats["grades"], stats["passes"]) == (7, 1, 2, 1)
    assert stats["by_day"] == {"2026-01-05": 1, "2026-01-06": 1, "2026-01-07": 1, "2026-01-12": 3, "2026-01-14": 1}
    assert stats["by_quality"] == {"0": 0, "1": 1, "2": 1, "3": 1, "4": 3, "5": 1}
    assert stats["retention"] == 2 / 4
    assert (stats["streak_days"], stats["longest_streak_days"]) == (1, 3)
    assert (stats["cards"]["met"], stats["cards"]["due"], stats["exercises"]["passed"]) == (3, 2, 1)
    assert stats["seconds"] == {"all": 53.0, "reviews": 53.0, "hunts": 0, "drills": 0, "grades": 0, "today": 5.0, "typical_review": 7.0}


def test_retention_is_told_by_deck_and_by_interval(studykit: Run, history: Path) -> None:
    stats = studykit("stats", "--at", "2026-01-14", "--json").json
    assert stats["retention_by_deck"] == [
        {"deck": "autograd", "reviews": 1, "recalled": 0, "retention": 0.0},
        {"deck": "optimizers", "reviews": 3, "recalled": 2, "retention": 2 / 3},
    ]
    assert [(row["from_days"], row["to_days"], row["reviews"], row["recalled"]) for row in stats["retention_by_interval"]] == [
        (1, 1, 2, 1),
        (2, 7, 2, 1),
        (8, 30, 0, 0),
        (31, 90, 0, 0),
        (91, None, 0, 0),
    ]
    assert [(card["item"], card["lapses"], card["retention"]) for card in stats["hardest"]] == [(LEAF, 1, 0.0), (DESCENT, 1, 2 / 3)]


def test_the_forecast_and_the_topics_are_those_of_the_day(studykit: Run, history: Path) -> None:
    stats = studykit("stats", "--at", "2026-01-14", "--json").json
    assert len(stats["forecast"]) == 30
    assert [row for row in stats["forecast"] if row["cards"] or row["exercises"] or row["hunts"]] == [
        {"day": "2026-01-14", "cards": 2, "exercises": 0, "hunts": 0},
        {"day": "2026-01-15", "cards": 1, "exercises": 0, "hunts": 1},
        {"day": "2026-01-28", "cards": 0, "exercises": 1, "hunts": 0},
    ]
    topic = next(row for row in stats["topics"] if row["topic"] == "optimizers")
    assert (topic["passed"], topic["tries"], topic["hints"], topic["given_up"]) == (1, 2, 1, 0)
    assert sum(row["passed"] + row["open"] for row in stats["topics"]) == stats["exercises"]["all"]
    assert [week["reviews"] for week in stats["weeks"][-2:]] == [3, 4]
    assert [week["seconds"] for week in stats["weeks"][-2:]] == [36.0, 17.0]


def test_one_deck_comes_with_the_topic_of_its_name(studykit: Run, history: Path) -> None:
    stats = studykit("stats", "--at", "2026-01-14", "--deck", "autograd", "--json").json
    assert (stats["decks"], stats["reviews"], stats["grades"], stats["cards"]["met"], stats["cards"]["due"]) == (["autograd"], 2, 0, 1, 0)
    both = studykit("stats", "--at", "2026-01-14", "--deck", "autograd", "--deck", "optimizers", "--json").json
    assert (both["reviews"], both["grades"], both["seconds"]["all"]) == (7, 2, 53.0)
    assert [topic["topic"] for topic in both["topics"]] == ["autograd", "optimizers"]


def test_a_deck_that_is_not_there_is_named(studykit: Run) -> None:
    ran = studykit("stats", "--deck", "optimzers")
    assert ran.code == 2
    assert "no deck 'optimzers'; did you mean optimizers" in ran.err


@pytest.mark.parametrize("columns", ["80", "40"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_terminal_shows_all_sections_in_its_width(studykit: Run, history: Path, columns: str, encoding: str) -> None:
    ran = studykit("stats", "--at", "2026-01-14", COLUMNS=columns, PYTHONIOENCODING=encoding)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert max(len(line) for line in lines) <= int(columns)
    assert encoding == "utf-8" or (ran.out.isascii() and "?" not in ran.out)
    said = " ".join(ran.out.split())
    for title in ("Reviews a day", "Retention by deck", "since the review before", "next 30 days", "Exercises by topic", "Hardest cards"):
        assert title in said
    assert "2 today, 2 tomorrow, 4 in 7 days, 5 in all; most on 2026-01-14." in said


def test_an_empty_log_is_told_what_to_do_next(studykit: Run) -> None:
    said = " ".join(studykit("stats").out.split())
    assert "Reviews 0, 0 of them today" in said
    assert "`studykit review` shows cards" in said
    assert "Reviews a day" not in said


def test_a_whole_history_is_not_compared_by_deck(studykit: Run) -> None:
    ran = studykit("stats", "--compare", "--deck", "optimizers")
    assert ran.code == 2
    assert "without --deck and --at" in " ".join(ran.err.replace("│", " ").split())


def test_the_last_day_of_the_calendar_is_a_day_like_others(studykit: Run, history: Path) -> None:
    ran = studykit("stats", "--at", "9999-12-31", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["forecast"] == [{"day": "9999-12-31", "cards": 3, "exercises": 1, "hunts": 1}]
