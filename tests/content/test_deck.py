"""The two faces of a cloze."""

from pathlib import Path

import pytest

from studykit.content.deck import Card, CardKind


@pytest.mark.parametrize(
    ("front", "gaps", "hidden", "shown"),
    [
        ("A {{b}} c {{d e}}.", ("b", "d e"), "A […] c […].", "A **b** c **d e**."),
        ("`w -= {{lr}} * g`", ("lr",), "`w -= […] * g`", "`w -= `**`lr`**` * g`"),
        ("`{{w.grad}}` is", ("w.grad",), "`[…]` is", "**`w.grad`** is"),
        ("{{`a`}} and `b`", ("`a`",), "[…] and `b`", "**`a`** and `b`"),
        ("a set {{{1}}}", ("{1}",), "a set […]", "a set **{1}**"),
        ("no gap", (), "no gap", "no gap"),
    ],
)
def test_a_cloze_hides_and_shows_its_gaps(front, gaps, hidden, shown):
    card = Card("deck", "slug", front, Path("deck.yaml"), 1, kind=CardKind.CLOZE)
    assert (card.gaps(), card.hidden(), card.shown()) == (gaps, hidden, shown)
