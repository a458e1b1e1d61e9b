"""What a course on deep learning teaches is found by its name: the terms are headings of d2l.ai, "Dive into Deep Learning"."""

from collections.abc import Callable

import pytest

from tests.conftest import Ran

# From the table of contents at https://d2l.ai, chapters 2 to 20.
TERMS = [
    "automatic differentiation",
    "broadcasting",
    "linear regression",
    "synthetic",
    "generalization",
    "weight decay",
    "softmax",
    "cross-entropy",
    "multilayer perceptron",
    "initialization",
    "dropout",
    "early stopping",
    "convolution",
    "padding",
    "pooling",
    "batch normalization",
    "residual",
    "recurrent",
    "LSTM",
    "GRU",
    "teacher forcing",
    "attention",
    "multi-head attention",
    "positional encoding",
    "transformer",
    "minibatch",
    "momentum",
    "Adam",
    "learning-rate schedule",
    "fine-tuning",
    "image augmentation",
    "byte pair encoding",
    "transposed convolution",
    "generative adversarial",
]


@pytest.mark.parametrize("term", TERMS)
def test_a_term_of_a_course_is_found(studykit: Callable[..., Ran], term: str) -> None:
    exercises = studykit("list", "--search", term).out
    cards = studykit("list", "--cards", "--search", term).out
    assert exercises.strip() or cards.strip()
