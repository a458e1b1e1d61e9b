"""Importing twice changes nothing."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.content.deck import Card
from studykit.exchange.csvfile import read_csv
from studykit.exchange.entry import Entry
from studykit.exchange.parcel import cards_of, made

FILE = Path("given.csv")
FOLDER = Path("cards")
WORDS = st.sampled_from(["lr?", "lr!", "learning rate", "left right"])
ROWS = st.lists(st.tuples(WORDS, WORDS, st.sampled_from(["", "x", "y"])), min_size=1, max_size=6)

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


def text(rows: list[tuple[str, str, str]]) -> str:
    return "front,back,tags\n" + "".join(f"{','.join(row)}\n" for row in rows)


def imported(content: str, known: dict[str, Card] | None = None) -> dict[str, Card]:
    return {card.id: card for card in cards_of(read_csv(FILE, content).entries, FOLDER, known or {})}


@PATIENT
@given(ROWS)
def test_the_same_rows_in_any_order_are_the_same_cards(rows):
    first = imported(text(rows))
    assert imported(text(rows[::-1]), first) == first


@PATIENT
@given(ROWS, ROWS)
def test_what_was_imported_stays_whatever_else_is_here(first, second):
    here = imported(text(first))
    here = {**imported(text(second), here), **here}
    both = {**imported(text(second), here), **here}
    again = imported(text(second), both)
    assert again.keys() <= both.keys()


def test_equal_rows_are_one_card_and_another_answer_is_told():
    found = made(read_csv(FILE, "front,back\nlr?,learning rate\nlr?,learning rate\nlr?,left right\n").entries, FOLDER, {})
    assert [(card.slug, card.back) for card in found.cards] == [("lr", "learning rate"), ("lr-2", "left right")]
    assert found.remarks == (
        "given.csv:3: the same card as given.csv:2; it is taken once.",
        "given.csv:4: another answer to the front of given.csv:2; both are cards now. Make the fronts differ, or drop one.",
    )


def test_a_row_that_was_edited_is_the_card_that_no_other_row_is():
    first = imported("front,back\na,1\na,2\n")
    again = imported("front,back\na,3\na,2\n", first)
    assert {id: card.back for id, card in again.items()} == {"given/a": "3", "given/a-2": "2"}


def test_typed_cards_of_one_front_are_told_apart_by_their_answers():
    content = "front,kind,answer\nName?,typed,one\nName?,typed,two\n"
    first = imported(content)
    assert imported(content, first) == first


def entry(guid: str, front: str, back: str = "b") -> Entry:
    return Entry("x.apkg", "given", {"front": front, "back": back, "source": [f"anki:{guid}"]})


def test_a_note_of_anki_keeps_its_card_when_it_changes_and_another_note_never_takes_it():
    known = {card.id: card for card in cards_of([entry("one", "Front")], FOLDER, {})}
    (changed, other) = cards_of([entry("one", "Changed"), entry("two", "Front")], FOLDER, known)
    assert (changed.id, other.id) == ("given/front", "given/front-2")


def test_a_note_that_gets_a_second_card_keeps_the_first():
    known = {card.id: card for card in cards_of([entry("one", "Front")], FOLDER, {})}
    both = [
        Entry("x", "given", {"front": front, "back": "b", "source": [f"anki:one#{number}", "anki:one"]})
        for number, front in ((1, "New words"), (2, "b"))
    ]
    assert [card.id for card in cards_of(both, FOLDER, known)] == ["given/front", "given/b"]


def test_the_id_of_a_note_may_hold_a_number_sign():
    known = {card.id: card for card in cards_of([entry("a#b", "Front"), entry("a#c", "Front")], FOLDER, {})}
    assert cards_of([entry("a#c", "Changed")], FOLDER, known)[0].id == "given/front-2"
