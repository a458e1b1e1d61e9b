"""What a review has before it, by the log."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from studykit.content.installed import builtin_pack
from studykit.content.pack import Library, load_library
from studykit.content.register import register_of
from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.review.agenda import Scope, Upcoming, open_drill, plan_among, todays_plan, upcoming
from studykit.study.status import stages

NOW = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
TODAY = date(2026, 11, 21)
BASICS = Scope(10, frozenset({"trial-basics"}))
B1, B2, B3 = (f"card:trial-basics/b{number}" for number in (1, 2, 3))


@pytest.fixture
def library(pack: Path) -> Library:
    return load_library([pack])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "log.db") as opened:
        yield opened


def test_new_cards_come_up_to_the_limit_of_the_day(store: Store, library: Library) -> None:
    scope = Scope(2, frozenset({"trial-basics"}))
    assert todays_plan(store, library, TODAY, scope).items == (B1, B2)
    store.record(Kind.REVIEWED, B1, NOW, {"quality": 4})
    assert todays_plan(store, library, TODAY, scope).items == (B2,)
    store.record(Kind.REVIEWED, B2, NOW, {"quality": 4})
    assert todays_plan(store, library, TODAY, scope).items == ()


def test_new_cards_on_the_exercise_in_progress_come_first(store: Store) -> None:
    library = load_library([builtin_pack()])
    exercise = library.exercises["losses/silent_broadcast"]
    store.hand_out(exercise.item, Path("silent_broadcast.py"), "", NOW)
    cards = [f"card:{card}" for card in exercise.cards]
    first = todays_plan(store, library, TODAY, Scope(3)).items
    assert first[0] == cards[0]
    assert set(first[:2]) < set(cards)  # but for two of one concept, which give each other away


def test_a_register_gives_the_plan_and_the_curriculum_of_its_library(store: Store) -> None:
    library = load_library([builtin_pack()])
    register = register_of(library)
    store.hand_out("exercise:losses/silent_broadcast", Path("silent_broadcast.py"), "", NOW)
    for item in ("card:autograd/leaf", "card:losses/mse-only-warns"):
        store.record(Kind.REVIEWED, item, NOW - timedelta(days=2), {"quality": 4})
    plan = plan_among(store, register.card_items(), register, TODAY, Scope(40))
    assert plan == todays_plan(store, library, TODAY, Scope(40))
    assert plan.due_today == 2
    assert stages(register, store) == stages(library, store)


def test_a_new_card_that_was_nudged_is_due_and_not_of_the_ration(store: Store, library: Library) -> None:
    scope = Scope(1, frozenset({"trial-basics"}))
    store.record(Kind.NUDGED, B3, NOW)
    assert todays_plan(store, library, TODAY, scope).items == (B3, B1)
    store.record(Kind.REVIEWED, B3, NOW, {"quality": 4})
    assert todays_plan(store, library, TODAY, scope).items == (B1,)


def test_a_nudge_after_the_first_review_leaves_the_ration_used(store: Store, library: Library) -> None:
    store.record(Kind.REVIEWED, B1, NOW, {"quality": 4})
    store.record(Kind.NUDGED, B1, NOW)
    assert todays_plan(store, library, TODAY, Scope(1, frozenset({"trial-basics"}))).items == (B1,)


def test_suspended_cards_and_cards_of_absent_packs_are_not_asked(store: Store, library: Library) -> None:
    store.record(Kind.SUSPENDED, B1, NOW)
    store.record(Kind.REVIEWED, "card:gone/away", NOW - timedelta(days=3), {"quality": 1})
    assert todays_plan(store, library, TODAY, Scope(10)).items[0] != B1
    assert {B1, "card:gone/away"}.isdisjoint(todays_plan(store, library, TODAY, Scope(10)).items)


def test_decks_take_turns(store: Store, library: Library) -> None:
    decks = [item.split("/")[0] for item in todays_plan(store, library, TODAY, Scope(4)).items]
    assert decks == ["card:trial-basics", "card:trial-kinds"] * 2


def test_the_drill_holds_what_was_graded_below_four_today(store: Store, library: Library) -> None:
    for item, quality in ((B1, 3), (B2, 1), (B3, 4)):
        store.record(Kind.REVIEWED, item, NOW, {"quality": quality})
    store.record(Kind.REVIEWED, B1, NOW, {"quality": 5})
    assert open_drill(store, BASICS.cards(library), TODAY).waiting == (B2,)
    store.record(Kind.SUSPENDED, B2, NOW)
    assert open_drill(store, BASICS.cards(library), TODAY).waiting == ()
    assert open_drill(store, BASICS.cards(library), TODAY + timedelta(days=1)).waiting == ()


def test_upcoming_counts_the_cards_of_the_next_day(store: Store, library: Library) -> None:
    assert upcoming(store, library, TODAY, BASICS) is None
    store.record(Kind.REVIEWED, B1, NOW, {"quality": 4})
    store.record(Kind.REVIEWED, B2, NOW, {"quality": 4})
    assert upcoming(store, library, TODAY, BASICS) == Upcoming(date(2026, 11, 22), 2)
