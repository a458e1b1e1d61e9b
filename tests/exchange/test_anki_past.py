"""What Anki knows of a card's past becomes events that fold to the same due day, once, however often they come."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from studykit.exchange.anki_past import schedule_of, state_of
from studykit.exchange.collection import AnkiCard, Answered
from studykit.exchange.entry import events_of
from studykit.progress.events import Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store

FIRST_DAY = datetime(2026, 1, 1, 4).astimezone()
ITEM = "card:a/b"
HOUR = 3_600_000


def at(days: float, hour: int = 8) -> int:
    return int((FIRST_DAY + timedelta(days=days, hours=hour)).timestamp() * 1000)


def answer(days: float, ease: int, kind: int = 1, factor: int = 2500, hour: int = 8) -> Answered:
    return Answered(at(days, hour), ease, factor, 4000, kind)


def card(kind: int = 2, queue: int = 2, due: int = 60, ivl: int = 40) -> AnkiCard:
    return AnkiCard(at(0), None, 0, "Deck", at(20) // 1000, kind, queue, due, ivl)


def past(of: AnkiCard, log: list[Answered]) -> list[tuple[Kind, object]]:
    first = int(FIRST_DAY.timestamp())
    found = [*schedule_of(of, log, first, 4), *state_of(of, log)]
    return [(one.kind, one.data.get("quality", one.data.get("due"))) for one in found]


def test_the_first_answer_of_a_day_is_the_review_and_the_others_are_drills():
    log = [answer(0, 1, 0), answer(0, 3, 0, hour=9), answer(1, 2), answer(7, 3), answer(20, 4)]
    assert past(card(), log) == [
        (Kind.REVIEWED, 1),
        (Kind.DRILLED, 4),
        (Kind.REVIEWED, 3),
        (Kind.REVIEWED, 4),
        (Kind.REVIEWED, 5),
        (Kind.POSTPONED, "2026-03-02"),
    ]


def test_an_answer_after_midnight_belongs_to_the_evening_before():
    assert [kind for kind, _ in past(card(), [answer(0, 3), answer(0, 3, hour=22)])][:2] == [Kind.REVIEWED, Kind.DRILLED]


def test_cramming_and_what_nobody_answered_count_as_no_review():
    log = [answer(0, 3, 3), answer(0, 3, hour=9), answer(1, 0, 4), answer(2, 0, 5)]
    assert past(card(), log)[:-1] == [(Kind.DRILLED, 4), (Kind.REVIEWED, 4)]


def test_reviews_from_before_a_reset_do_not_count():
    reset = answer(2, 0, 4, factor=0)
    assert past(card(), [answer(0, 3), reset, answer(3, 4)])[0] == (Kind.REVIEWED, 5)
    assert past(card(kind=0, queue=0), [answer(0, 3), reset]) == []


def test_a_due_date_without_a_history_gets_the_review_that_led_to_it():
    assert past(card(due=60, ivl=40), []) == [(Kind.REVIEWED, 4), (Kind.POSTPONED, "2026-03-02")]


@pytest.mark.parametrize(("queue", "kind"), [(-1, Kind.SUSPENDED), (-2, Kind.BURIED), (-3, Kind.BURIED)])
def test_a_card_that_waits_in_anki_waits_here(queue, kind):
    assert past(card(kind=0, queue=queue), []) == [(kind, None)]


def test_an_interval_that_began_before_the_log_begins_with_it():
    (first, _) = schedule_of(card(ivl=10**9), [], int(FIRST_DAY.timestamp()), 4)
    assert first.at.date() == date(1970, 1, 2)


def test_a_due_date_that_no_calendar_has_is_left():
    assert past(card(due=10**9), [answer(0, 3)]) == [(Kind.REVIEWED, 4)]


def test_the_events_lead_to_the_due_day_of_anki_and_come_once(tmp_path: Path):
    log = [answer(0, 3, 0), answer(1, 3), answer(7, 3)]
    found = list(events_of(ITEM, list(schedule_of(card(), log, int(FIRST_DAY.timestamp()), 4)), 4))
    with Store.open(tmp_path / "a.db") as store:
        assert store.take_in(found) == len(found) == 4
        assert store.take_in(found) == 0
        memory = store.memory(ITEM)
        assert memory
        assert (memory.due, memory.reviews, memory.last) == (date(2026, 3, 2), 3, date(2026, 1, 8))
        store.record(Kind.REVIEWED, ITEM, datetime(2026, 3, 2, 12, tzinfo=UTC), {"quality": 4})
        again = store.memory(ITEM)
        assert again
        assert again.interval_days == 38
        assert compare(store) == []
