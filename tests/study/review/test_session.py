"""The state machine of a review: answers, undo, suspension, drills, and another session at the same time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from studykit.content.pack import load_library
from studykit.progress.events import Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store
from studykit.study.review.agenda import Scope
from studykit.study.review.question import Answer, Outcome, Question
from studykit.study.review.reversal import Reversal
from studykit.study.review.session import ReviewSession

NOW = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
B1, B2, B3 = (f"card:trial-basics/b{number}" for number in (1, 2, 3))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "log.db") as opened:
        yield opened
        assert compare(opened) == []


def begin(store: Store, pack: Path) -> ReviewSession:
    return ReviewSession(store, load_library([pack]), Scope(10, frozenset({"trial-basics"})), lambda: NOW)


def asked(session: ReviewSession) -> Question:
    question = session.question()
    assert question is not None
    return question


def items(store: Store, kind: Kind) -> list[str]:
    return [event.item for event in store.events() if event.kind is kind]


def test_an_answer_is_in_the_log_when_grade_returns(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    answer = session.answer(asked(session), 4, 12.345, "typed text")
    assert answer == Answer(Outcome.RECORDED, 4, date(2026, 11, 22))
    data = store.events()[-1].data
    assert (data["quality"], data["seconds"], data["typed"]) == (4, 12.3, "typed text")
    assert asked(session).card.item == B2


def test_seconds_end_at_ten_minutes(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    session.answer(asked(session), 4, 86_400.0)
    assert store.events()[-1].data["seconds"] == 600


def test_each_key_shows_the_interval_that_it_gives(store: Store, pack: Path) -> None:
    for days, quality in ((7, 4), (6, 4)):
        store.record(Kind.REVIEWED, B1, NOW - timedelta(days=days), {"quality": quality})
    session = begin(store, pack)
    question = asked(session)
    assert [question.interval_days(quality) for quality in (1, 3, 4, 5)] == [1, 15, 15, 15]
    assert session.answer(question, 1, 1.0).due == date(2026, 11, 22)


def test_progress_counts_answers_and_forgets_suspended_cards(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    session.answer(asked(session), 4, 1.0)
    assert (asked(session).number, asked(session).total) == (2, 3)
    session.suspend(asked(session))
    assert (asked(session).number, asked(session).total) == (2, 2)
    assert items(store, Kind.SUSPENDED) == [B2]


def test_undo_brings_the_card_back_at_once_and_again(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    for _ in range(2):
        session.answer(asked(session), 1, 1.0)
    assert session.undo() == (Reversal.ANSWER, B2)
    assert session.undo() == (Reversal.ANSWER, B1)
    assert (asked(session).card.item, session.answered, session.to_drill) == (B1, 0, 0)
    assert store.memory(B1) is None


def test_undo_resumes_a_suspended_card(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    session.suspend(asked(session))
    assert session.undo() == (Reversal.SUSPENSION, B1)
    assert asked(session).card.item == B1


def test_undo_reaches_an_earlier_answer_of_the_log(store: Store, pack: Path) -> None:
    store.record(Kind.REVIEWED, B3, NOW - timedelta(days=2), {"quality": 4})
    store.record(Kind.REVIEWED, B3, NOW, {"quality": 1})
    session = begin(store, pack)
    assert session.undo() == (Reversal.ANSWER, B3)
    assert (asked(session).card.item, asked(session).total, session.to_drill) == (B3, 3, 0)


def test_undo_brings_back_even_a_card_that_was_answered_before_its_day(store: Store, pack: Path) -> None:
    store.record(Kind.REVIEWED, B3, NOW, {"quality": 4})
    store.record(Kind.REVIEWED, B3, NOW, {"quality": 4})
    session = begin(store, pack)
    session.undo()
    assert asked(session).card.item == B3
    assert session.answer(asked(session), 4, 1.0).due == date(2026, 11, 22)


def test_undo_leaves_what_is_no_review_alone(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    assert session.undo() == (Reversal.NOTHING, "")
    store.record(Kind.GRADED, "exercise:a/b", NOW, {"verdict": "passed"})
    assert session.undo() == (Reversal.NOT_A_REVIEW, "graded exercise:a/b")
    assert items(store, Kind.UNDONE) == []


def test_an_answer_undone_elsewhere_is_not_undone_twice(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    session.answer(asked(session), 4, 1.0)
    store.undo(NOW)
    assert session.undo() == (Reversal.ANSWER, B1)
    assert items(store, Kind.UNDONE) == [B1]


def test_a_drill_asks_until_good_and_changes_no_schedule(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    for quality in (1, 3, 4):
        session.answer(asked(session), quality, 1.0)
    before = store.all_memory()
    order = [(asked(session).card.item, asked(session).is_drill, session.answer(asked(session), quality, 1.0)) for quality in (3, 4, 5)]
    assert [item for item, is_drill, _ in order if is_drill] == [B1, B2, B1]
    assert [answer.stays for *_, answer in order] == [True, False, False]
    assert session.question() is None
    assert store.all_memory() == before
    assert items(store, Kind.DRILLED) == [B1, B2, B1]
    assert {event.data["mode"] for event in store.events()[3:]} == {"drill"}


def test_undo_in_a_drill_takes_back_the_drill_first_and_then_the_answer(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    for quality in (1, 4, 1, 4):
        session.answer(asked(session), quality, 1.0)
    assert session.undo() == (Reversal.DRILL, B1)
    assert session.undo() == (Reversal.ANSWER, B3)
    assert (asked(session).card.item, asked(session).is_drill) == (B3, False)


def test_a_card_suspended_in_a_drill_comes_back_to_the_drill(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    for quality in (1, 4, 4):
        session.answer(asked(session), quality, 1.0)
    session.suspend(asked(session))
    assert session.question() is None
    assert session.undo() == (Reversal.SUSPENSION, B1)
    assert asked(session).is_drill


def test_a_card_answered_elsewhere_before_it_is_asked_is_left_out(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    store.record(Kind.REVIEWED, B1, NOW, {"quality": 4})
    store.record(Kind.SUSPENDED, B2, NOW)
    assert (asked(session).card.item, asked(session).total, session.left_out) == (B3, 1, [B1, B2])


def test_a_card_answered_elsewhere_while_it_is_asked_is_not_recorded_again(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    question = asked(session)
    store.record(Kind.REVIEWED, B1, NOW, {"quality": 4})
    assert session.answer(question, 1, 1.0) == Answer(Outcome.ELSEWHERE, 1, date(2026, 11, 22))
    assert (items(store, Kind.REVIEWED), session.answered, session.to_drill) == ([B1], 0, 0)


def test_a_card_nudged_while_it_is_asked_is_recorded(store: Store, pack: Path) -> None:
    session = begin(store, pack)
    question = asked(session)
    store.record(Kind.NUDGED, B1, NOW)
    assert session.answer(question, 4, 1.0).outcome is Outcome.RECORDED
