"""Clocks that are set back, zones that change and nights with one hour more or less change no past day and lose no event."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.memory.calendar import study_day
from studykit.progress.events import Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store
from tests.conftest import examples
from tests.progress.test_replay import new_store

CARD = "card:autograd/leaf"
BERLIN, HONOLULU, AUCKLAND = (ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Honolulu", "Pacific/Auckland"))

zones = st.sampled_from([UTC, BERLIN, HONOLULU, AUCKLAND, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe")])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def review(store, at, quality=4):
    return store.record(Kind.REVIEWED, CARD, at, {"quality": quality})


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.tuples(moments, zones, st.integers(0, 6)), max_size=10))
def test_no_recorded_day_ever_changes_and_no_event_is_lost(log):
    with new_store() as store:
        for moment, zone, rollover_hour in log:
            before = {event.id: event for event in store.events()}
            store.rollover_hour = rollover_hour
            event = review(store, moment.astimezone(zone))
            after = {each.id: each for each in store.events()}

            assert event.day == study_day(moment.astimezone(zone), rollover_hour)
            assert after == {**before, event.id: event}
            assert len(after) == len(before) + 1
        assert compare(store) == []


def test_events_of_one_millisecond_keep_their_order_and_their_number(store):
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    recorded = [store.record(Kind.HINTED, CARD, at + timedelta(microseconds=number)) for number in range(300)]

    assert store.events() == recorded
    assert len({event.id for event in recorded}) == 300


def test_a_clock_set_back_keeps_the_day_of_what_was_recorded_before(store):
    right = review(store, datetime(2026, 3, 10, 12, tzinfo=BERLIN))
    wrong = review(store, datetime(2026, 2, 10, 12, tzinfo=BERLIN))
    later = review(store, datetime(2026, 3, 11, 12, tzinfo=BERLIN))

    assert store.events() == [wrong, right, later]
    assert [event.day for event in store.events()] == [date(2026, 2, 10), date(2026, 3, 10), date(2026, 3, 11)]
    assert store.memory(CARD).last == date(2026, 3, 11)
    assert compare(store) == []


def test_both_runs_of_the_hour_that_autumn_repeats_are_kept_in_order(store):
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    events = [review(store, first), review(store, first.replace(fold=1))]

    assert store.events() == events
    assert events[1].at - events[0].at == timedelta(hours=1)
    assert {event.day for event in events} == {date(2026, 10, 24)}


def test_the_hour_that_spring_leaves_out_moves_no_day(store):
    before, after = (review(store, datetime(2026, 3, 29, hour, 59, tzinfo=BERLIN)) for hour in (1, 3))

    assert after.at - before.at == timedelta(hours=1)
    assert (before.day, after.day) == (date(2026, 3, 28), date(2026, 3, 28))
    assert review(store, datetime(2026, 3, 29, 4, tzinfo=BERLIN)).day == date(2026, 3, 29)


def test_a_journey_across_the_date_line_leaves_due_dates_as_they_were(store):
    review(store, datetime(2026, 3, 10, 9, tzinfo=AUCKLAND))
    due = store.memory(CARD).due
    landed = review(store, datetime(2026, 3, 9, 20, tzinfo=HONOLULU))  # ten hours later, on the day before

    assert due == date(2026, 3, 11)
    assert landed.day == date(2026, 3, 9)
    assert [event.day for event in store.events()] == [date(2026, 3, 10), date(2026, 3, 9)]


def test_another_hour_at_which_days_begin_counts_from_then_on(path):
    at = datetime(2026, 3, 10, 3, tzinfo=BERLIN)
    with Store.open(path) as store:
        review(store, at)
    with Store.open(path, rollover_hour=0) as store:
        review(store, at)

        assert [event.day for event in store.events()] == [date(2026, 3, 9), date(2026, 3, 10)]
        assert compare(store) == []
