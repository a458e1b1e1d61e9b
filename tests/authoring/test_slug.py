"""Ids from texts: short, stable, and within the format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.authoring.slug import deck_name_of, slug_of
from studykit.content.rules import DECK_NAME, KEBAB_CASE


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Where does a gradient point?", "where-gradient-point"),
        ("`x.mean(dim=1)`: Größe?", "x-mean-dim-1-grosse"),
        ("a", "a"),
        ("the of a", "the-of-a"),
        ("日本", "card-cf2abf0c"),
        ("supercalifragilistic" * 3 + " word", ("supercalifragilistic" * 3)[:40]),
    ],
)
def test_a_slug_is_the_telling_words(text, slug):
    assert slug_of(text) == slug


def test_a_taken_slug_is_numbered():
    assert slug_of("a b", {"a-b", "b", "b-2"}) == "b-3"


@given(st.text(max_size=80))
def test_every_text_makes_an_id_and_a_deck_name(text):
    assert KEBAB_CASE.fullmatch(slug_of(text))
    assert DECK_NAME.fullmatch(deck_name_of(text))
