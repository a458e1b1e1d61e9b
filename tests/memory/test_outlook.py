"""Days played ahead: one case worked out by hand, and what holds for any learner."""

from collections.abc import Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.memory.forgetting import Forgetting
from studykit.memory.fsrs import FSRS
from studykit.memory.outlook import Allowance, Answers, CardAhead, Outlook, Play, under_fsrs, under_sm2
from studykit.memory.schedule import Schedule
from tests.conftest import examples

FORGETTING = Forgetting.of(FSRS(0.9).key)
ALWAYS_GOOD = Answers((0.0, 0.0, 1.0, 0.0), (0.0, 1.0, 0.0))
MIXED = Answers((0.3, 0.2, 0.4, 0.1), (0.2, 0.6, 0.2))
DAYS = 40


def at_interval(days: int, due: int = 0) -> CardAhead:
    """A card at the third review of SM-2 or later, due on a day."""
    return CardAhead(due - days, due, 100.0, 5.0, Schedule(3, days, 250))


def play(cards: list[CardAhead], unmet: int = 0, answers: Answers = ALWAYS_GOOD, **more: object) -> Play:
    given = {"pace": under_sm2, "forgetting": FORGETTING, "draw": lambda: 0.0, **more}
    return Play(cards, unmet, answers=answers, **given)


def counts(found: Outlook) -> list[tuple[int, int, int, int]]:
    return [(day.reviews, day.new, day.drills, day.waiting) for day in found.days]


def test_two_new_cards_a_day_always_good_come_back_after_1_and_6_days() -> None:
    found = play([], unmet=3).through(8, Allowance(reviews=200, new=2), {0, 7})

    # Two are met today and one tomorrow; each is asked a day later, and then after six days.
    assert counts(found) == [(0, 2, 0, 0), (2, 1, 0, 0), (1, 0, 0, 0), *[(0, 0, 0, 0)] * 4, (2, 0, 0, 0)]
    assert found.met == {0: 2, 7: 3}
    assert found.known[0] == 2.0


def test_a_forgotten_card_costs_a_drill_and_comes_back_tomorrow() -> None:
    draws = iter([0.999, 0.0, 0.0])  # forgotten today, recalled tomorrow, and rated
    found = play([at_interval(15)], draw=lambda: next(draws)).through(3, Allowance(200, 10), ())

    assert counts(found) == [(1, 0, 1, 0), (1, 0, 0, 0), (0, 0, 0, 0)]


def test_what_exceeds_the_day_waits_and_no_new_card_comes_before_it() -> None:
    found = play([at_interval(30), at_interval(20), at_interval(10)], unmet=5).through(3, Allowance(reviews=2, new=1), ())

    assert counts(found) == [(2, 0, 0, 1), (1, 1, 0, 0), (1, 1, 0, 0)]


def test_the_card_most_at_risk_of_a_backlog_comes_first() -> None:
    safe, at_risk = at_interval(30), CardAhead(-60, -30, 100.0, 5.0, Schedule(3, 30, 250))
    play([safe, at_risk]).through(1, Allowance(reviews=1, new=0), ())

    assert (safe.last, at_risk.last) == (-30, 0)


def test_today_counts_what_it_has_had_already() -> None:
    found = play([at_interval(10), at_interval(20)], unmet=5).through(2, Allowance(2, 3, had=(1, 2)), ())

    assert counts(found) == [(1, 0, 0, 1), (1, 3, 0, 0)]


def test_a_card_reviewed_today_is_not_asked_again_today() -> None:
    found = play([CardAhead(0, 0, 1.0, 5.0, Schedule(1, 1, 250))]).through(2, Allowance(200, 0), ())

    assert [day.reviews for day in found.days] == [0, 1]


def test_fsrs_asks_later_for_a_lower_retention() -> None:
    for retention, longer in ((0.95, 0.9), (0.9, 0.8)):
        often, rarely = (
            play([], 20, MIXED, pace=under_fsrs(FORGETTING, each), draw=Random(0).random).through(365, Allowance(200, 5), {364})
            for each in (retention, longer)
        )
        assert sum(day.reviews for day in often.days) > sum(day.reviews for day in rarely.days)
        assert often.known[364] > rarely.known[364]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(st.integers(1, 60).flatmap(lambda days: st.builds(at_interval, st.just(days), st.integers(-20, days))), max_size=30),
    st.integers(0, 60),
    st.integers(0, 12),
    st.integers(0, 6),
    st.integers(0, 9),
    st.booleans(),
)
def test_no_card_is_lost_and_no_limit_broken(cards: list[CardAhead], unmet: int, reviews: int, new: int, seed: int, is_fsrs: bool) -> None:
    pace = under_fsrs(FORGETTING, 0.9) if is_fsrs else under_sm2
    before = len(cards)
    played = play(cards, unmet, MIXED, pace=pace, draw=Random(seed).random)
    found = played.through(DAYS, Allowance(reviews, new), range(DAYS))

    assert all(day.reviews <= reviews and day.new <= new and day.drills <= day.reviews + day.new for day in found.days)
    assert len(played.cards) + played.unmet == before + unmet
    assert list(found.met.values()) == list(running(before, [day.new for day in found.days]))
    assert all(0 <= found.known[day] <= found.met[day] for day in range(DAYS))
    assert not any(day.waiting and day.new for day in found.days)


def running(total: int, steps: list[int]) -> Iterator[int]:
    for step in steps:
        total += step
        yield total
