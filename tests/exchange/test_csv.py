"""CSV as people and spreadsheets write it."""

from pathlib import Path

import pytest

from studykit.content.deck import Card
from studykit.exchange.csvfile import read_csv
from studykit.exchange.files import read
from studykit.exchange.parcel import cards_of

FILE = Path("My Notes.csv")


def cards(text: str, known: dict[str, Card] | None = None) -> list[Card]:
    return cards_of(read_csv(FILE, text).entries, Path("cards"), known or {})


def test_two_columns_are_enough_and_the_file_names_the_deck():
    (card,) = cards("Front,Back\nWhat is a leaf tensor?,One that no operation made.\n")
    assert (card.id, card.file) == ("my-notes/what-leaf-tensor", Path("cards/my-notes.yaml"))


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_semicolons_and_tabs_are_read_too(delimiter):
    (card,) = cards(delimiter.join(["front", "back"]) + "\n" + delimiter.join(["a", "b"]))
    assert (card.front, card.back) == ("a", "b")


def test_a_byte_order_mark_and_windows_lines_are_no_text(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("\ufefffront,back\r\nä,b\r\n\r\n".encode())
    (card,) = cards_of(read(file).entries, tmp_path, {})
    assert (card.front, card.back) == ("ä", "b")


def test_tags_stand_with_commas_and_lists_as_json():
    (card,) = cards('front,kind,answer,choices,tags\na,choice,x,"[""y, 1"", ""z""]","one, two"\n')
    assert (card.answer, card.choices, card.tags) == (("x",), ("y, 1", "z"), ("one", "two"))


def test_equal_fronts_get_ids_of_their_own():
    assert [card.slug for card in cards("front,back\na,1\na,2\n日本,3\n")] == ["a", "a-2", "card-cf2abf0c"]


def test_a_card_that_is_here_keeps_its_id_when_it_comes_again():
    first = {card.id: card for card in cards("front,back\nSame words!,1\nSame words?,2\n")}
    again = cards("front,back\nSame words?,2\nSame words!,1\n", first)
    assert {card.id: card.front for card in again} == {card.id: card.front for card in first.values()}
