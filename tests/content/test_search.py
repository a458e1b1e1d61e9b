"""A term is found however it is hyphenated, and nothing else is."""

import pytest

from studykit.content.search import holds


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Multi-layer perceptron (MLP)", "multilayer perceptron"),
        ("Byte-pair encoding", "byte pair ENCODING"),
        ("a minibatch", "mini-batch"),
        ("positional\nencoding", "positional encoding"),
        ("`x.view(-1)`", "view(-1)"),
        ("Straße", "STRASSE"),
        ("anything", ""),
    ],
)
def test_a_term_is_found(text: str, term: str) -> None:
    assert holds(text, term)


@pytest.mark.parametrize(("text", "term"), [("axb", "a.b"), ("1", "-1"), ("mini", "minibatch"), ("batch mini", "mini-batch")])
def test_another_text_is_not(text: str, term: str) -> None:
    assert not holds(text, term)
