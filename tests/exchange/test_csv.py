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


def test_tags_stand_with_blanks_too():
    assert cards("front,back,tags\na,b,ml optim\n")[0].tags == ("ml", "optim")


@pytest.mark.parametrize("header", ["question,answer", "Term,Definition"])
def test_others_call_front_and_back_by_other_names(header):
    (card,) = cards(f"{header},tags\na,b,c\n")
    assert (card.front, card.back, card.tags) == ("a", "b", ("c",))


def test_a_question_of_a_kind_has_an_answer_of_that_kind():
    (card,) = cards("question,answer,kind\nCapital?,Paris,typed\n")
    assert (card.kind, card.answer) == ("typed", ("Paris",))


@pytest.mark.parametrize(
    "text",
    [
        "docker ps\tlists containers, all of them\ndocker pull [image]\tfetches an image\n",
        '"docker ps","lists containers, all of them"\n"docker pull [image]",fetches an image\n',
        "docker ps;lists containers, all of them\ndocker pull [image];fetches an image\n",
        "sep=;\ndocker ps;lists containers, all of them\ndocker pull [image];fetches an image\n",
    ],
)
def test_two_columns_without_a_header_are_front_and_back_and_that_is_said(text):
    parcel = read_csv(FILE, text)
    found = [(card.front, card.back) for card in cards_of(parcel.entries, Path("cards"), {})]
    assert found == [("docker ps", "lists containers, all of them"), ("docker pull [image]", "fetches an image")]
    assert parcel.remarks == (f"{FILE} names no columns in its first line, so the two are front and back.",)


def test_words_that_name_columns_are_words_in_a_file_without_a_header():
    assert [card.front for card in cards("source,Quelle\ncode,Quelltext\n")] == ["source", "code"]


def test_empty_columns_and_rows_of_a_spreadsheet_are_nothing():
    (card,) = cards("front,back,,\n,,,\nq1,a1,,\n")
    assert (card.front, card.back) == ("q1", "a1")


def test_blanks_and_line_ends_of_html_are_those_of_text_but_in_code():
    (card,) = cards("front,back\nWhat&nbsp;does `<br>` do?,It<br />breaks\n")
    assert (card.front, card.back) == ("What does `<br>` do?", "It\nbreaks")


def test_a_blank_after_a_comma_is_no_text():
    (card,) = cards('front, back, tags\nWhat is ab?, "a row, of two", x\n')
    assert (card.front, card.back, card.tags) == ("What is ab?", "a row, of two", ("x",))


def test_a_file_of_our_own_is_taken_to_the_letter():
    (card,) = cards("id,front,back\nx,What is <br>?,&nbsp; x\n")
    assert (card.front, card.back) == ("What is <br>?", "&nbsp; x")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encodings_of_spreadsheets_are_read(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes("front\tback\r\nä\tb\r\n".encode(encoding))
    (card,) = cards_of(read(tmp_path / "a.txt").entries, tmp_path, {})
    assert (card.front, card.back) == ("ä", "b")


def test_a_tsv_file_has_tabs_whatever_else_is_in_it(tmp_path):
    (tmp_path / "a.tsv").write_text("a, b, c\td, e\n")
    (card,) = cards_of(read(tmp_path / "a.tsv").entries, tmp_path, {})
    assert (card.front, card.back) == ("a, b, c", "d, e")


def test_equal_fronts_get_ids_of_their_own():
    assert [card.slug for card in cards("front,back\na,1\na,2\n日本,3\n")] == ["a", "a-2", "card-cf2abf0c"]


def test_a_card_that_is_here_keeps_its_id_when_it_comes_again():
    first = {card.id: card for card in cards("front,back\nSame words!,1\nSame words?,2\n")}
    again = cards("front,back\nSame words?,2\nSame words!,1\n", first)
    assert {card.id: card.front for card in again} == {card.id: card.front for card in first.values()}
