"""Anki's "Notes in plain text", as Anki 26.09 writes them."""

from pathlib import Path
from typing import Any

import pytest

from studykit.exchange.csvfile import read_csv
from studykit.exchange.parcel import Parcel, cards_of

FILE = Path("My Notes.txt")
HEADER = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"


def read(text: str) -> Parcel:
    return read_csv(FILE, text)


def sides(text: str) -> list[dict[str, Any]]:
    return [dict(entry.raw) for entry in read(text).entries]


def test_each_column_is_what_anki_says():
    (entry,) = read(HEADER + "a1\tBasic\tDeep Learning::Basics\t<b>rank</b>?&nbsp;\tdims\tml optim\n").entries
    assert (entry.deck, entry.place) == ("deep-learning-basics", f"{FILE}:7")
    assert entry.raw == {"front": "**rank**?", "back": "dims", "tags": ["ml", "optim"], "source": ["anki:a1"]}


def test_what_is_said_once_holds_for_every_note():
    (entry,) = read("#separator:semicolon\n#html:false\n#deck:Mine\n#tags:x y\n<b>;c\n").entries
    assert (entry.deck, dict(entry.raw)) == ("mine", {"front": "<b>", "back": "c", "tags": ["x", "y"], "source": []})


@pytest.mark.parametrize("separator", [",", ";", "|", "\t", ":"])
def test_a_separator_may_be_the_character_itself(separator):
    assert sides(f"#separator:{separator}\n#html:false\na{separator}b\n")[0]["back"] == "b"


def test_columns_may_have_names():
    (raw,) = sides("#separator:comma\n#html:false\n#columns:Tags,Back,Front,More\nx y,b,f,m\n")
    assert raw == {"front": "f", "back": "b\n\nm", "tags": ["x", "y"], "source": []}


def test_a_line_with_a_number_sign_is_a_comment_unless_it_is_within_quotation_marks():
    found = sides('#separator:tab\n#html:false\n# no card\n"# a\n# b"\tc\n')
    assert [raw["front"] for raw in found] == ["# a\n# b"]


def test_where_anki_does_not_say_it_tags_decide_whether_it_is_html():
    assert sides("#separator:tab\na &lt; b\tc\n")[0]["front"] == "a &lt; b"
    assert sides("#separator:tab\na &lt; b\t<div>c</div>\n")[0]["front"] == "a < b"


def test_each_gap_is_a_card_whichever_field_it_is_in():
    found = sides(HEADER + "a1\tCloze\tD\tTitle\t{{c1::one}} and {{c3::three}}\t\n")
    assert [(raw["front"], raw["back"], raw["source"][0]) for raw in found] == [
        ("{{one}} and three", "Title", "anki:a1#1"),
        ("one and {{three}}", "Title", "anki:a1#3"),
    ]


@pytest.mark.parametrize(
    ("notetype", "fields", "expected"),
    [
        ("Basic (and reversed card)", "a\tb", [("a", "b"), ("b", "a")]),
        ("Basic (optional reversed card)", "a\tb\ty", [("a", "b"), ("b", "a")]),
        ("Basic (optional reversed card)", "a\tb\t", [("a", "b")]),
        ("Vocabulary", "a\tb\tc", [("a", "b\n\nc")]),
    ],
)
def test_the_note_types_that_anki_brings_along_have_their_cards(notetype, fields, expected):
    found = sides(f"#separator:tab\n#html:false\n#notetype:{notetype}\n{fields}\n")
    assert [(raw["front"], raw["back"]) for raw in found] == expected


def test_what_is_to_be_typed_is_a_typed_card():
    (card,) = cards_of(read("#separator:tab\n#notetype:Basic (type in the answer)\nCapital?\tParis\n").entries, Path("cards"), {})
    assert (card.kind, card.answer) == ("typed", ("Paris",))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("<img src='a b.png'>\tc", "its question is only an image or a sound, and cards are text"),
        ("c\t[sound:a b.mp3]", "its answer is only an image or a sound, and cards are text"),
        ("c\t", "no answer"),
        ("{{c1::image-occlusion:rect:left=.1}}\t<img src=x.png>", "image occlusion, which is no text"),
    ],
)
def test_a_note_that_becomes_no_card_is_named_with_the_reason(row, why):
    parcel = read(f"#separator:tab\n#html:true\n{row}\na\tb\n")
    assert [(one.name, one.why) for one in parcel.left_out] == [("line 3", why)]
    assert len(parcel.entries) == 1
