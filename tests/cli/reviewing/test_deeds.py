"""What a session does besides asking: bury, flag, redo, leeches, and answers that changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.content.deck import Card
from studykit.content.pack import Library, load_library
from studykit.progress.events import Draft, Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store
from studykit.study.review.agenda import Scope
from studykit.study.review.question import Question
from studykit.study.review.reversal import Reversal
from studykit.study.review.session import ReviewSession
from studykit.study.review.sides import fingerprint
from tests.conftest import examples

NOW = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
B1, B2, B3 = (f"card:trial-basics/b{number}" for number in (1, 2, 3))
SCOPE = Scope(10, frozenset({"trial-basics"}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "log.db") as opened:
        yield opened
        assert compare(opened) == []


@pytest.fixture(scope="module")
def library(pack: Path) -> Library:
    return load_library([pack])


def begin(store: Store, library: Library, scope: Scope = SCOPE) -> ReviewSession:
    return ReviewSession(store, library, scope, lambda: NOW)


def asked(session: ReviewSession) -> Question:
    question = session.question()
    assert question is not None
    return question


def test_a_buried_card_leaves_for_the_day_and_undo_digs_it_out(store: Store, library: Library) -> None:
    session = begin(store, library)
    session.bury(asked(session))
    assert asked(session).card.item == B2
    assert asked(begin(store, library)).card.item == B2
    assert session.undo() == (Reversal.BURIAL, B1)
    assert asked(session).card.item == B1


def test_a_flag_stays_until_it_is_taken_away(store: Store, library: Library) -> None:
    session = begin(store, library)
    assert session.flag(asked(session))
    assert asked(session).is_flagged
    assert not session.flag(asked(session))
    assert session.undo() == (Reversal.FLAG_TAKEN, B1)
    assert (asked(session).is_flagged, session.state.flagged) == (True, (B1,))


def test_a_flag_while_a_card_is_asked_leaves_its_answer_to_be_recorded(store: Store, library: Library) -> None:
    session = begin(store, library)
    question = asked(session)
    session.flag(question)
    session.answer(question, 4, 1.0)
    assert [event.kind for event in store.events()] == [Kind.FLAGGED, Kind.REVIEWED]


def test_redo_brings_back_an_answer_its_drill_and_its_place(store: Store, library: Library) -> None:
    session = begin(store, library)
    session.answer(asked(session), 1, 1.0)
    session.undo()
    assert session.redo() == (Reversal.ANSWER, B1)
    assert (asked(session).card.item, session.answered, session.to_drill) == (B2, 1, 1)
    assert session.redo() == (Reversal.NOTHING, "")


def test_an_answer_after_an_undo_ends_redo(store: Store, library: Library) -> None:
    session = begin(store, library)
    session.answer(asked(session), 1, 1.0)
    session.undo()
    session.answer(asked(session), 4, 1.0)
    assert session.redo() == (Reversal.NOTHING, "")
    assert session.to_drill == 0


@pytest.mark.parametrize("kind", [Kind.REVIEWED, Kind.SUSPENDED, Kind.BURIED])
def test_redo_reaches_what_was_undone_before_the_session(store: Store, library: Library, kind: Kind) -> None:
    store.record(kind, B1, NOW, {"quality": 1})
    store.undo(NOW)
    session = begin(store, library)
    session.redo()
    assert asked(session).card.item == B2
    assert session.to_drill == (kind is Kind.REVIEWED)
    session.undo()
    assert asked(session).card.item == B1


def test_redo_leaves_what_is_no_review_alone(store: Store, library: Library) -> None:
    store.record(Kind.GRADED, "exercise:a/b", NOW, {"verdict": "passed"})
    store.undo(NOW)
    assert begin(store, library).redo() == (Reversal.NOT_A_REVIEW, "graded exercise:a/b")
    assert store.all_memory() == []


def test_undo_reaches_a_drill_of_an_earlier_session(store: Store, library: Library) -> None:
    first = begin(store, library)
    for quality in (1, 4, 4, 4):
        first.answer(asked(first), quality, 1.0)
    session = begin(store, library)
    assert session.question() is None
    assert session.undo() == (Reversal.DRILL, B1)
    assert (asked(session).card.item, asked(session).is_drill) == (B1, True)


def test_a_spread_is_not_taken_back_by_the_u_of_a_review(store: Store, library: Library) -> None:
    store.record_all([Draft(Kind.POSTPONED, item, {"due": "2026-11-25"}) for item in (B1, B2)], NOW)
    assert begin(store, library).undo() == (Reversal.NOT_A_REVIEW, f"postponed {B1}")


def test_a_cram_records_drills_only_and_asks_until_firm(store: Store, library: Library) -> None:
    store.record(Kind.REVIEWED, B2, NOW, {"quality": 4})
    before = store.all_memory()
    session = begin(store, library, replace(SCOPE, is_cram=True))
    order = []
    for quality in (1, 4, 4, 4):
        order.append(asked(session).card.item)
        session.answer(asked(session), quality, 1.0)
    assert order == [B2, B1, B3, B2]
    assert (session.question(), store.all_memory()[1:2]) == (None, before)
    assert [event.data["mode"] for event in store.events() if event.kind is Kind.DRILLED] == ["cram"] * 4
    assert session.undo() == (Reversal.DRILL, B2)
    assert asked(session).is_drill


def test_an_undo_in_a_cram_of_an_earlier_review_asks_nothing_that_would_count(store: Store, library: Library) -> None:
    store.record(Kind.REVIEWED, B2, NOW, {"quality": 4})
    session = begin(store, library, replace(SCOPE, is_cram=True))
    assert session.undo() == (Reversal.ANSWER, B2)
    assert (asked(session).card.item, asked(session).is_drill) == (B2, True)


def test_the_eighth_lapse_makes_a_leech_and_undo_takes_that_back(store: Store, library: Library) -> None:
    for day in range(8, 0, -1):
        store.record(Kind.REVIEWED, B1, NOW - timedelta(days=day), {"quality": 1})
    session = begin(store, library)
    assert session.answer(asked(session), 1, 1.0).leech_lapses == 8
    assert session.state.leeches == ((B1, 8),)
    assert store.memory(B1).suspended
    assert B1 not in (*session.state.waiting, *session.state.drill.waiting)
    session.undo()
    assert session.state.leeches == ()
    assert not store.memory(B1).suspended
    assert session.answer(asked(session), 4, 1.0).leech_lapses == 0


def test_a_leech_that_was_resumed_is_one_again_after_four_more_lapses(store: Store, library: Library) -> None:
    leeches = []
    for day in range(14, 0, -1):
        at = NOW - timedelta(days=day)
        session = ReviewSession(store, library, SCOPE, lambda at=at: at)
        leeches.append(session.answer(asked(session), 1, 1.0).leech_lapses)
        if store.memory(B1).suspended:
            store.record(Kind.RESUMED, B1, at)
    assert [lapses for lapses in leeches if lapses] == [8, 12]


def test_the_setting_says_at_how_many_lapses_and_0_never(store: Store, library: Library) -> None:
    for day in (3, 2, 1):
        store.record(Kind.REVIEWED, B1, NOW - timedelta(days=day), {"quality": 1})
    assert begin(store, library, replace(SCOPE, leech_lapses=0)).answer(asked(begin(store, library)), 1, 1.0).leech_lapses == 0
    store.undo(NOW)
    assert begin(store, library, replace(SCOPE, leech_lapses=3)).answer(asked(begin(store, library)), 1, 1.0).leech_lapses == 3


def test_an_answer_that_changed_since_it_was_seen_is_known(store: Store, kin_pack: Path) -> None:
    scope, deck = Scope(1, frozenset({"trial-kin"})), kin_pack / "cards" / "trial-kin.yaml"
    first = ReviewSession(store, load_library([kin_pack]), scope, lambda: NOW - timedelta(days=1))
    assert not asked(first).has_changed
    first.answer(asked(first), 4, 1.0)
    assert not asked(begin(store, load_library([kin_pack]), scope)).has_changed
    deck.write_text(deck.read_text().replace("Kin 1?, back: Yes.", "Kin 1 again?, back: No."))
    session = begin(store, load_library([kin_pack]), scope)
    assert asked(session).has_changed
    session.answer(asked(session), 4, 1.0)
    later = ReviewSession(store, load_library([kin_pack]), scope, lambda: NOW + timedelta(days=6))
    assert not next(question for question in [later.question()] if question).has_changed


def test_a_fingerprint_follows_the_answer_not_the_question_or_the_layout() -> None:
    card = Card("d", "c", "Front?", Path("d.yaml"), 1, back="One two.")
    assert fingerprint(card) == fingerprint(replace(card, front="Other?", back="One\ntwo.\n"))
    assert fingerprint(card) != fingerprint(replace(card, back="One three."))


KEYS = st.lists(st.sampled_from(["1", "3", "4", "flag", "bury", "suspend"]), max_size=12)


def do(session: ReviewSession, key: str) -> bool:
    question = session.question()
    if question is None:
        return False
    if key.isdigit():
        session.answer(question, int(key), 1.0)
    else:
        {"flag": session.flag, "bury": session.bury, "suspend": session.suspend}[key](question)
    return True


@settings(max_examples=examples(25), deadline=None)
@given(KEYS, st.booleans())
def test_undoing_all_and_redoing_all_restores_session_and_log(library: Library, keys: list[str], is_cram: bool) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "log.db") as store:
        session = begin(store, library, replace(SCOPE, is_cram=is_cram))
        start = session.state
        done = sum(do(session, key) for key in keys)
        end, memory = session.state, store.all_memory()
        for _ in range(done):
            session.undo()
        assert (replace(session.state, recalled=frozenset()), store.all_memory()) == (start, [])
        for _ in range(done):
            session.redo()
        assert (session.state, store.all_memory()) == (end, memory)
        assert compare(store) == []
