"""What a day holds and leaves: cards of one concept, the limit of a day, a cram, and the rest spread over days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from studykit.content.pack import Library, load_library
from studykit.progress.events import Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store
from studykit.study.review.agenda import Scope, cram, open_drill, todays_plan
from studykit.study.review.day import exercises_today
from studykit.study.review.spreading import spread_rest

NOW = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
TODAY = date(2026, 11, 21)
K1, K2, K3, K4 = (f"card:trial-kin/k{number}" for number in (1, 2, 3, 4))
KIN = Scope(10, frozenset({"trial-kin"}))


@pytest.fixture
def library(kin_pack: Path) -> Library:
    return load_library([kin_pack])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "log.db") as opened:
        yield opened
        assert compare(opened) == []


def reviewed(store: Store, item: str, days_ago: int, times: int = 1) -> None:
    for back in range(times):
        store.record(Kind.REVIEWED, item, NOW - timedelta(days=days_ago + times - 1 - back), {"quality": 4})


def test_cards_of_one_concept_do_not_come_on_the_same_day(store: Store, library: Library) -> None:
    assert todays_plan(store, library, TODAY, KIN).items == (K1, K3, K4)
    store.record(Kind.REVIEWED, K1, NOW, {"quality": 4})
    assert todays_plan(store, library, TODAY, KIN).items == (K3, K4)


def test_the_sibling_that_waited_comes_first_the_next_day(store: Store, library: Library) -> None:
    reviewed(store, K1, 3)
    reviewed(store, K2, 2)
    plan = todays_plan(store, library, TODAY, KIN)
    assert (plan.items[0], plan.same_concept) == (K1, (K2,))
    store.record(Kind.REVIEWED, K1, NOW, {"quality": 1})
    assert todays_plan(store, library, TODAY + timedelta(days=1), KIN).items[0] == K2


def test_an_undone_answer_lets_the_sibling_come(store: Store, library: Library) -> None:
    reviewed(store, K2, 2)
    store.record(Kind.REVIEWED, K1, NOW, {"quality": 4})
    assert K2 not in todays_plan(store, library, TODAY, KIN).items
    store.undo(NOW)
    assert K2 in todays_plan(store, library, TODAY, KIN).items


def test_a_card_that_a_failed_test_brought_comes_although_its_sibling_was_asked(store: Store, library: Library) -> None:
    store.record(Kind.REVIEWED, K1, NOW, {"quality": 4})
    store.record(Kind.NUDGED, K2, NOW)
    assert todays_plan(store, library, TODAY, KIN).items[0] == K2


def test_a_buried_card_comes_back_tomorrow(store: Store, library: Library) -> None:
    reviewed(store, K1, 2)
    for item in (K1, K4):
        store.record(Kind.BURIED, item, NOW)
    assert {K1, K4}.isdisjoint(todays_plan(store, library, TODAY, KIN).items)
    assert {K1, K4} <= set(todays_plan(store, library, TODAY + timedelta(days=1), KIN).items)


def test_a_day_takes_as_many_reviews_as_the_limit_and_the_most_at_risk_first(store: Store, library: Library) -> None:
    reviewed(store, K1, 16, times=2)  # 6 days, 10 overdue
    reviewed(store, K3, 5)  # 1 day, 4 overdue
    reviewed(store, K4, 3)
    scope = Scope(10, KIN.decks, reviews_a_day=2)
    plan = todays_plan(store, library, TODAY, scope)
    assert (plan.items, plan.beyond, plan.due) == ((K3, K4), (K1,), 3)
    store.record(Kind.REVIEWED, K3, NOW, {"quality": 4})
    assert todays_plan(store, library, TODAY, scope).items == (K4,)


def test_tags_choose_cards_and_meet_with_decks(library: Library) -> None:
    assert list(Scope(9, tags=frozenset({"signs"})).cards(library)) == [K2, K3]
    assert list(Scope(9, tags=frozenset({"signs", "slopes"})).cards(library)) == [K1, K2, K3]
    assert list(Scope(9, frozenset({"other"}), frozenset({"signs"})).cards(library)) == []


def test_a_drill_counts_the_drills_of_the_day_but_no_cram(store: Store, library: Library) -> None:
    for item in (K1, K4):
        store.record(Kind.REVIEWED, item, NOW, {"quality": 1})
    store.record(Kind.DRILLED, K1, NOW, {"quality": 5, "mode": "drill"})
    store.record(Kind.DRILLED, K4, NOW, {"quality": 5, "mode": "cram"})
    assert open_drill(store, KIN.cards(library), TODAY).waiting == (K4,)


def test_a_cram_has_all_cards_those_at_risk_first_and_those_not_met_last(store: Store, library: Library) -> None:
    reviewed(store, K2, 0)
    reviewed(store, K3, 5)
    assert cram(store, KIN.cards(library), TODAY).waiting == (K3, K2, K1, K4)
    store.record(Kind.SUSPENDED, K1, NOW)
    store.record(Kind.BURIED, K3, NOW)
    assert cram(store, KIN.cards(library), TODAY).waiting == (K2, K4)


def test_the_rest_beyond_the_limit_is_put_off_and_one_undo_takes_it_back(store: Store, library: Library) -> None:
    for item, days in ((K1, 9), (K3, 8), (K4, 7)):
        reviewed(store, item, days)
    before = store.all_memory()
    told = spread_rest(store, library, Scope(10, reviews_a_day=1), TODAY, NOW, 7)
    assert told == "3 due, 1 today; 2 put off until 2026-11-25, 1 a day; `studykit undo` takes it back."
    assert {memory.item: memory.due for memory in store.all_memory()} | {K1: None} == {
        K1: None,
        K3: date(2026, 11, 22),
        K4: date(2026, 11, 25),
    }
    store.undo(NOW)
    assert store.all_memory() == before


def test_where_all_fits_into_the_day_a_spread_leaves_an_even_share(store: Store, library: Library) -> None:
    for item, days in ((K1, 9), (K3, 8), (K4, 7)):
        reviewed(store, item, days)
    assert spread_rest(store, library, KIN, TODAY, NOW, 2).startswith("3 due, 1 today; 2 put off until 2026-11-23")
    assert [len(store.due(TODAY + timedelta(days=day))) for day in (0, 1, 2)] == [1, 2, 3]


def test_with_nothing_due_there_is_nothing_to_spread(store: Store, library: Library) -> None:
    assert spread_rest(store, library, KIN, TODAY, NOW, 7) == "Nothing to spread: 0 due."
    assert store.events() == []


@pytest.mark.parametrize(("overdue", "is_first"), [(3, True), (2, False)])
def test_a_card_that_was_not_asked_on_three_days_of_study_goes_first(store: Store, library: Library, overdue: int, is_first: bool) -> None:
    for days_before in (60, 59, 53, 38):  # 1, 6, 15, then 38 days
        store.record(Kind.REVIEWED, K2, NOW - timedelta(days=days_before + overdue), {"quality": 4})
    for days_ago, items in ((4, (K1, K3)), (3, (K4,)), (2, (K1, K3)), (1, (K4,))):
        for item in items:
            store.record(Kind.REVIEWED, item, NOW - timedelta(days=days_ago), {"quality": 1})
    plan = todays_plan(store, library, TODAY, KIN)
    assert (plan.items[0] == K2) == is_first
    assert (K2 in plan.same_concept) != is_first


def test_exercises_beyond_the_day_wait_and_those_done_again_count(store: Store) -> None:
    for days_ago, item in ((50, "exercise:a/1"), (40, "exercise:a/2"), (30, "exercise:a/3")):
        store.record(Kind.GRADED, item, NOW - timedelta(days=days_ago), {"verdict": "passed"})

    def known(item: str) -> bool:
        return item != "exercise:a/3"

    assert exercises_today(store, known, TODAY, 1) == (["exercise:a/1"], ["exercise:a/2"])
    store.record(Kind.GRADED, "exercise:a/1", NOW, {"verdict": "passed"})
    assert exercises_today(store, known, TODAY, 1) == ([], ["exercise:a/2"])
    assert exercises_today(store, known, TODAY, 2) == (["exercise:a/2"], [])
    assert exercises_today(store, known, TODAY + timedelta(days=1), 1) == (["exercise:a/2"], [])
