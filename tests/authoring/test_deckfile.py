"""A deck's file under change: what was there stays to the letter, what is added reads as it was meant, or nothing is changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from studykit.authoring.deckfile import add_cards, with_cards
from studykit.content.deck import Card, CardKind
from studykit.content.read import read_deck
from studykit.errors import PackError, StudykitError
from tests.conftest import examples
from tests.exchange.odd import CARDS

DECK = """\
# My cards.

- id: first   # an old one
  front: "One: {two}?"
  back: |
    Three.
    # four

# About the next.
- front: Order is mine
  id: second
  back: Kept.
  # the end
"""


def card(slug: str, **values: object) -> Card:
    return Card("mine", slug, file=Path("mine.yaml"), line=0, **{"front": "F?", "back": "B.", **values})  # type: ignore[arg-type]


@pytest.fixture
def deck(tmp_path):
    file = tmp_path / "cards" / "mine.yaml"
    file.parent.mkdir()
    file.write_text(DECK)
    return file


def test_a_card_is_added_below_and_the_rest_stays_to_the_letter(deck):
    add_cards(deck, [card("third", kind=CardKind.CHOICE, answer=("a",), choices=("b", "no"), tags=("x", "y"))])
    assert deck.read_text() == DECK + (
        "\n- id: third\n  kind: choice\n  front: F?\n  back: B.\n  choices:\n  - b\n  - 'no'\n  answer: a\n  tags: [x, y]\n"
    )


def test_a_card_is_replaced_and_the_comments_around_it_stay(deck):
    text = with_cards(deck, [], [card("first", front="New?")])
    assert text == DECK.replace(DECK[DECK.index("- id: first") : DECK.index("\n\n# About")], "- id: first\n  front: New?\n  back: B.")


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# nothing yet\n",
        "[]\n",
        "# none\n[] # yet\n",
        "  - id: a\n    front: b\n    back: c\n",
        "- {id: a, front: b, back: c}",
        "- id: a\n  front: b\n  back: |\n    c",
    ],
)
def test_any_list_takes_a_card(deck, before):
    deck.write_text(before)
    old = len(read_deck(deck).cards)
    add_cards(deck, [card("new", back="Two\n  lines.")])
    found = read_deck(deck)
    assert found.left_out == ()
    assert len(found.cards) == old + 1
    assert replace(found.cards[-1], line=0, file=Path("mine.yaml")) == card("new", back="Two\n  lines.")


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("[{id: a, front: b, back: c}]\n", "written as"),
        ("just: a mapping\n", "expected a list of cards"),
        ("- id: 'open\n", "YAML"),
        ("- id: a\n  front: b\n...\n", "its layout does not let"),
    ],
)
def test_what_cannot_be_added_to_is_told_and_not_touched(deck, before, told):
    deck.write_text(before)
    with pytest.raises(PackError, match=told):
        add_cards(deck, [card("new")])
    assert deck.read_text() == before
    assert [file.name for file in deck.parent.iterdir()] == ["mine.yaml"]


def test_windows_lines_stay_windows_lines(deck):
    deck.write_bytes(DECK.replace("\n", "\r\n").encode())
    add_cards(deck, [card("third")])
    assert deck.read_bytes() == (DECK + "\n- id: third\n  front: F?\n  back: B.\n").replace("\n", "\r\n").encode()


def test_a_deck_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "cards").write_text("a file, no folder")
    with pytest.raises(StudykitError, match="cannot be written"):
        add_cards(tmp_path / "cards" / "mine.yaml", [card("new")])


@settings(max_examples=examples(100), deadline=None)
@given(CARDS)
def test_whatever_a_card_holds_its_deck_gives_it_back(tmp_path_factory, cards):
    folder = tmp_path_factory.mktemp("home")
    for one in cards:
        add_cards(folder / "cards" / one.file.name, [one])
    read = [card for file in folder.glob("cards/*.yaml") for card in read_deck(file).cards]
    assert {card.id: replace(card, line=0, file=Path("cards") / card.file.name) for card in read} == {card.id: card for card in cards}
