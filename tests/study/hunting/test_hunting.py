"""Hunts in a session: which program comes, what is recorded, and that undo takes all of it back, beside cards and alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.content.pack import Library
from studykit.memory.calendar import study_day
from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.hunting.hunt_sayings import fix_of
from studykit.study.hunting.now import HuntNow, HuntShelf
from studykit.study.hunting.tries import Stage, Tries
from studykit.study.review.agenda import Scope, todays_hunts, woven
from studykit.study.review.reversal import Reversal
from studykit.study.review.session import ReviewSession
from tests.conftest import examples
from tests.hunt_pack import ITEM
from tests.study.hunting.conftest import NOW

SCOPE = Scope(new_a_day=5)


def session_of(store: Store, library: Library, has_cards: bool = False) -> ReviewSession:
    return ReviewSession(store, library, SCOPE, lambda: NOW, hunts=[ITEM], has_cards=has_cards)


def found(now: HuntNow) -> Tries:
    """A hunt that was done at once."""
    _, tries = Tries(now.hunt).try_line(max(now.hunt.faulty, default=0))
    return tries.try_reason(now.hunt.right)[1]


def asked(session: ReviewSession) -> HuntNow:
    now = session.hunt()
    assert now is not None
    return now


def test_hunts_stand_among_the_cards_and_after_them() -> None:
    cards = [f"card:{number}" for number in range(9)]
    assert woven(cards, ["hunt:a", "hunt:b", "hunt:c"]) == (*cards[:7], "hunt:a", *cards[7:], "hunt:b", "hunt:c")
    assert woven((), ["hunt:a"]) == ("hunt:a",)


def test_a_hunt_is_recorded_with_what_it_showed(store: Store, library: Library) -> None:
    session = session_of(store, library)
    now = asked(session)
    recorded = session.hunted(now, found(now), seconds=12.34)
    assert recorded is not None
    assert recorded.event.data == {
        "quality": 5,
        "mistake": now.mistake,
        "cards": list(now.hunt.cards),
        "seconds": 12.3,
        "line_tries": 1,
        "reason_tries": int(now.hunt.has_bug),
        "helps": 0,
    }
    assert session.hunt() is None
    assert (session.answered, session.to_go) == (1, 0)


def test_the_explanations_that_were_given_instead_are_recorded(store: Store, library: Library) -> None:
    session = session_of(store, library)
    now = asked(session)
    assert now.hunt.has_bug
    wrong = next(number for number in range(len(now.hunt.choices)) if number != now.hunt.right)
    _, tries = Tries(now.hunt).try_line(max(now.hunt.faulty))
    recorded = session.hunted(now, tries.try_reason(wrong)[1].try_reason(now.hunt.right)[1])
    assert recorded is not None
    assert recorded.event.data["chosen"] == [now.hunt.explains[wrong]]


def test_each_time_another_program_comes_and_a_right_one_is_among_them(store: Store, library: Library) -> None:
    names = []
    for day in range(30):
        session = ReviewSession(store, library, SCOPE, lambda day=day: NOW + timedelta(days=day), hunts=[ITEM], has_cards=False)
        now = asked(session)
        names.append(now.hunt.name)
        session.hunted(now, found(now))
    assert len(set(names)) >= 5
    assert any(name.startswith("right/") for name in names)


def test_what_another_session_did_is_not_recorded_twice(store: Store, library: Library) -> None:
    one, other = session_of(store, library), session_of(store, library)
    now = asked(one)
    assert other.hunted(asked(other), found(now)) is not None
    assert one.hunted(now, found(now)) is None
    assert sum(event.kind is Kind.REVIEWED for event in store.events(ITEM)) == 1
    assert one.hunt() is None


def test_a_token_names_the_program_that_was_shown_until_it_is_answered(store: Store, library: Library) -> None:
    shelf = HuntShelf(store, library)
    now = shelf.now(ITEM)
    assert now.hunt.name not in now.token
    # What comes next may change by a grade; the hunt that was shown does not.
    store.record(Kind.NUDGED, ITEM, NOW, {"mistake": "gives_text"})
    shown = shelf.shown(ITEM, now.token)
    assert shown is not None
    assert shown.hunt == now.hunt
    session = session_of(store, library)
    session.hunted(now, found(now))
    assert HuntShelf(store, library).shown(ITEM, now.token) is None
    session.undo()
    assert HuntShelf(store, library).shown(ITEM, now.token) == shown


def test_the_edit_is_told_as_what_fixes_it(store: Store, library: Library) -> None:
    hunt = HuntShelf(store, library).read(ITEM).hunt("begins_at_one")
    lines = [line for line in fix_of(hunt) if line[0] in "+-"]
    assert lines == ["-    result = 1", "+    result = 0"]


def test_undo_goes_from_cards_to_hunts_and_back(store: Store, library: Library) -> None:
    session = session_of(store, library, has_cards=True)
    question = session.question()
    assert session.hunt() is None
    assert question is not None
    session.answer(question, 4)
    now = asked(session)
    session.hunted(now, found(now))
    assert session.undo() == (Reversal.ANSWER, ITEM)
    assert asked(session).hunt == now.hunt
    assert session.undo() == (Reversal.ANSWER, question.item)
    assert session.hunt() is None
    assert session.redo() == (Reversal.ANSWER, question.item)
    assert session.redo() == (Reversal.ANSWER, ITEM)
    assert (session.hunt(), session.question()) == (None, None)


def test_a_door_without_hunts_takes_none_back(store: Store, library: Library) -> None:
    session = session_of(store, library)
    session.hunted(asked(session), found(asked(session)))
    cards = ReviewSession(store, library, SCOPE, lambda: NOW)
    assert cards.undo() == (Reversal.NOT_A_REVIEW, f"reviewed {ITEM}")


def test_a_missed_hunt_is_not_drilled(store: Store, library: Library) -> None:
    session = session_of(store, library, has_cards=True)
    question = session.question()
    assert question is not None
    session.answer(question, 4)
    now = asked(session)
    session.hunted(now, Tries(now.hunt).give_up())
    assert session.question() is None
    assert session.to_drill == 0


def test_burying_and_suspending_put_a_hunt_off(store: Store, library: Library) -> None:
    session = session_of(store, library)
    session.bury(asked(session))
    assert session.hunt() is None
    assert session.undo() == (Reversal.BURIAL, ITEM)
    session.suspend(asked(session))
    assert session.hunt() is None
    assert todays_hunts(store, library, study_day(NOW, 4), SCOPE).items == ()


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.lists(st.integers(0, 8), max_size=4), st.permutations(range(4))), min_size=1, max_size=4))
def test_undo_restores_whatever_was_tried(store: Store, library: Library, answers: Sequence[tuple[list[int], list[int]]]) -> None:
    before, times = store.memory(ITEM), 0
    for lines, reasons in answers:
        session = session_of(store, library)
        now = asked(session)
        tries = Tries(now.hunt)
        for line in lines:
            tries = tries.try_line(line)[1]
        for reason in reasons:
            tries = tries.try_reason(reason)[1]
        if tries.stage is not Stage.DONE:
            tries = tries.give_up()
        assert session.hunted(now, tries) is not None
        times += 1
    last = session_of(store, library)
    for _ in range(times):
        assert last.undo() == (Reversal.ANSWER, ITEM)
    assert store.memory(ITEM) == before
    assert replace(asked(last), number=1, total=1) == HuntShelf(store, library).now(ITEM)
