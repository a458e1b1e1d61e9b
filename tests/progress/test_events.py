"""Ids decide the order of the fold on every machine; data are checked before they stand in the log forever."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studykit.errors import ProgressError
from studykit.memory.calendar import study_day
from studykit.progress.events import Kind, UnreadableEvent, check_data, decode, encode, event_id, id_span, sequence_of, utc_milliseconds

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
moments = st.datetimes(datetime(1970, 1, 3), datetime(9999, 12, 31), timezones=st.just(UTC)).map(utc_milliseconds)
sequences = st.integers(0, 0xFFFF)
devices = st.text("0123456789abcdef", min_size=16, max_size=16)
places = st.tuples(moments, sequences, devices)


def test_an_id_is_the_milliseconds_the_number_and_the_device():
    assert event_id(NOON, 10, "00112233445566ff") == "019cd79e4600-000a-00112233445566ff"


@given(places, places)
def test_ids_sort_by_moment_then_number_then_device(one, other):
    assert (event_id(*one) < event_id(*other)) == (one < other)


@given(places)
def test_the_number_can_be_read_from_an_id(place):
    assert sequence_of(event_id(*place)) == place[1]


@given(moments, st.integers(-24 * 60 + 1, 24 * 60 - 1), st.integers(0, 23), devices)
def test_the_ids_of_a_study_day_lie_in_its_span(at, offset_minutes, rollover_hour, device):
    assume(at.year < 9999)
    day = study_day(at.astimezone(timezone(timedelta(minutes=offset_minutes))), rollover_hour)
    first, last = id_span(day)

    assert first <= event_id(at, 0, device) <= last


def test_a_moment_is_kept_in_utc_and_cut_to_milliseconds():
    local = datetime(2026, 3, 10, 7, 0, 0, 123999, tzinfo=timezone(timedelta(hours=-5)))

    assert utc_milliseconds(local) == NOON + timedelta(milliseconds=123)


def test_a_moment_before_1970_is_refused():
    with pytest.raises(ProgressError, match=r"^1969-12-31T23:00:00\+00:00 lies before 1970"):
        utc_milliseconds(datetime(1969, 12, 31, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        (Kind.REVIEWED, {}, "a review needs a quality of 0 to 5, not None"),
        (Kind.REVIEWED, {"quality": 6}, "a review needs a quality of 0 to 5, not 6"),
        (Kind.REVIEWED, {"quality": "4"}, "a review needs a quality of 0 to 5, not '4'"),
        (Kind.REVIEWED, {"quality": True}, "a review needs a quality of 0 to 5, not True"),
        (Kind.GRADED, {"seed": 1}, "a grade needs a verdict, not None"),
        (Kind.UNDONE, {}, "an undo needs the id of an event, not None"),
    ],
)
def test_an_event_without_what_its_kind_carries_is_refused(kind, data, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        check_data(kind, data)


@pytest.mark.parametrize("data", [{}, {"typed": "Größe ∇f"}, {"typed": "broken \udcff"}, {"nested": {"a": [1, 2.5, None, True]}}])
def test_data_come_back_as_they_were(data):
    assert decode(("i", NOON.isoformat(), "2026-03-10", "d", "hinted", "card:a/b", encode(data))).data == data


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (1, "noon", "Invalid isoformat"),
        (4, "dreamt", "'dreamt' is not a valid Kind"),
        (6, "[]", "has no attribute 'get'"),
        (6, "{}", "a review needs"),
    ],
)
def test_a_row_that_another_hand_has_changed_is_named(column, value, message):
    row = ["id-1", NOON.isoformat(), "2026-03-10", "d", "reviewed", "card:a/b", '{"quality":4}']
    row[column] = value

    with pytest.raises(UnreadableEvent, match=f"^event id-1 of card:a/b: .*{message}"):
        decode(tuple(row))
