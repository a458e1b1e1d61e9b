"""The coming months from a real log: the same every time, from what is known of each card, and nothing is written."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from studykit.progress.events import Kind
from studykit.study.desk import Desk
from studykit.study.forecasting import forecast_of

TODAY = date(2026, 6, 1)


def at(day: date, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(seconds=second)


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    """A learner who met 40 cards in 20 days up to yesterday, each reviewed on its due days, in 5 seconds a card."""
    desk = Desk(folder=tmp_path / "home")
    chance = Random(7)
    cards = [card.item for card in desk.library.cards.values()][:40]
    with desk.store() as store:
        store.connection.execute("PRAGMA synchronous = OFF")  # nothing of a test is to survive a power loss
        for ago in range(20, 0, -1):
            day = TODAY - timedelta(days=ago)
            asked = [item for item, _ in store.due_items(day)] + cards[(20 - ago) * 2 : (21 - ago) * 2]
            for second, item in enumerate(asked):
                store.record(Kind.REVIEWED, item, at(day, second), {"quality": chance.choice((1, 3, 4, 4, 5)), "seconds": 5.0})
    return desk


def way(numbers: dict[str, Any], scheduler: str, retention: float | None = None) -> Any:
    return next(each for each in numbers["ways"] if (each["scheduler"], each["retention"]) == (scheduler, retention))


def dump(here: Desk) -> list[str]:
    """The whole database as SQL."""
    with closing(sqlite3.connect(here.database)) as connection:
        return list(connection.iterdump())


def settings(here: Desk, *lines: str) -> Desk:
    (here.home / "settings.yaml").write_text("".join(f"{line}\n" for line in lines))
    return Desk(folder=here.home)


def test_the_same_log_gives_the_same_forecast_and_stays_as_it_is(here: Desk) -> None:
    before = dump(here)
    first, second = (forecast_of(here, TODAY, 60) for _ in range(2))

    assert first == second
    assert dump(here) == before


def test_it_begins_with_the_cards_met_and_meets_no_more_than_there_are(here: Desk) -> None:
    numbers = forecast_of(here, TODAY, 30, new=3)
    cards = len(here.library.cards)

    assert numbers["cards"] == {"met": 40, "all": cards}
    assert {each["cards_met"] for each in numbers["ways"]} == {40 + 30 * 3}
    everything = forecast_of(here, TODAY, 30, new=9999)
    assert {each["cards_met"] for each in everything["ways"]} <= set(range(40, cards + 1))
    assert {each["cards_met"] for each in forecast_of(here, TODAY, 30, new=0)["ways"]} == {40}


def test_the_first_day_asks_what_is_due_today(here: Desk) -> None:
    with here.store() as store:
        due = len(store.due_items(TODAY))
    today = way(forecast_of(here, TODAY, 1, new=0), "sm2")

    assert due > 0
    assert (today["reviews_a_day"], today["in_use"]) == (due, True)


def test_minutes_are_the_seconds_of_the_log(here: Desk) -> None:
    numbers = forecast_of(here, TODAY, 365)

    assert (numbers["seconds_a_review"], numbers["reviews_in_log"] > 100) == (5.0, True)
    for each in numbers["ways"]:
        a_card = 60 * each["minutes_a_day"] / each["reviews_a_day"]
        assert 4.5 < a_card < 10.5  # 5 seconds, and as many again where a drill follows


def test_weeks_and_months_make_up_the_whole(here: Desk) -> None:
    for each in forecast_of(here, TODAY, 100)["ways"]:
        for parts in (each["weeks"], each["months"]):
            assert sum(part["days"] for part in parts) == 100
            reviews = sum(part["days"] * part["reviews_a_day"] for part in parts)
            assert reviews == pytest.approx(100 * each["reviews_a_day"], abs=100 * 0.1)
            assert parts[-1]["cards_known"] == each["cards_known"]
        assert [month["month"] for month in each["months"]] == ["2026-06", "2026-07", "2026-08", "2026-09"]


def test_a_higher_retention_costs_more_and_gives_more(here: Desk) -> None:
    numbers = forecast_of(here, TODAY, 365, retentions=(0.95, 0.8))
    low, high = way(numbers, "fsrs", 0.8), way(numbers, "fsrs", 0.95)

    assert [each["scheduler"] for each in numbers["ways"]] == ["sm2", "fsrs", "fsrs"]
    assert low["minutes_a_day"] < high["minutes_a_day"]
    assert low["cards_known"] < high["cards_known"]


def test_the_way_of_the_settings_is_among_them_and_is_marked(here: Desk) -> None:
    under_fsrs = settings(here, "scheduler: fsrs", "fsrs_retention: 0.87")
    numbers = forecast_of(under_fsrs, TODAY, 20, retentions=(0.9,))

    assert [(each["retention"], each["in_use"]) for each in numbers["ways"]] == [(None, False), (0.87, True), (0.9, False)]


def test_the_schedule_under_another_scheduler_begins_as_that_one_would_have_it(here: Desk) -> None:
    under_sm2 = way(forecast_of(here, TODAY, 30), "fsrs", 0.9)
    under_fsrs = way(forecast_of(settings(here, "scheduler: fsrs"), TODAY, 30), "fsrs", 0.9)

    assert {**under_fsrs, "in_use": False} == under_sm2


def test_the_limits_of_the_settings_hold(here: Desk) -> None:
    limited = settings(here, "reviews_a_day: 2", "new_cards_a_day: 1")
    numbers = forecast_of(limited, TODAY, 60)

    assert (numbers["reviews_a_day"], numbers["new_cards_a_day"]) == (2, 1)
    assert all(each["reviews_a_day"] <= 3 for each in numbers["ways"])
    assert way(numbers, "sm2")["most_waiting"] > 0


def test_suspended_cards_neither_come_back_nor_count_as_new(here: Desk) -> None:
    cards = [card.item for card in here.library.cards.values()]
    with here.store() as store:
        for item in (cards[0], cards[-1]):
            store.record(Kind.SUSPENDED, item, at(TODAY))

    assert forecast_of(here, TODAY, 10)["cards"] == {"met": 39, "all": len(cards) - 2}


def test_the_calendar_ends_a_forecast(here: Desk) -> None:
    assert forecast_of(here, date(9999, 12, 22), 365)["days"] == 10


def test_reviews_of_a_clock_that_was_ahead_count_as_todays(here: Desk) -> None:
    assert way(forecast_of(here, TODAY - timedelta(days=30), 1, new=0), "sm2")["cards_known"] == 40


def test_an_empty_log_gives_a_forecast_for_a_beginner(tmp_path: Path) -> None:
    numbers = forecast_of(Desk(folder=tmp_path / "home"), TODAY, 90, new=5)

    assert (numbers["reviews_in_log"], numbers["cards"]["met"], numbers["seconds_a_review"]) == (0, 0, 8.0)
    assert all(each["cards_met"] == 450 > each["cards_known"] > 300 for each in numbers["ways"])
