"""Which cards need a proof."""

from pathlib import Path

import pytest

from studykit.authoring.claims import unproved
from studykit.content.deck import Card, CardKind


def card(front, back="", **more):
    return Card("deck", "slug", front, Path("deck.yaml"), 1, back=back, **more)


@pytest.mark.parametrize(
    ("front", "name"),
    [
        ("What does `torch.zeros(2)` give?", "torch.zeros"),
        ("Is PyTorch eager?", "PyTorch"),
        ("`np.dot` of vectors?", "np.dot"),
        ("Which axis does nn.Linear change?", "nn.Linear"),
        ("What does `loss.backward()` fill?", "backward"),
        ("Where does `zero_grad` stand?", "zero_grad"),
    ],
)
def test_a_claim_about_torch_or_numpy_needs_a_proof(front, name):
    assert unproved(card(front)) == name


@pytest.mark.parametrize("front", ["Does descent add the gradient?", "What is an epoch?", "The mean of a step?", "f(x) is wrong by 0.5."])
def test_plain_arithmetic_and_words_need_none(front):
    assert unproved(card(front)) is None


@pytest.mark.parametrize("more", [{"proof": "assert True"}, {"no_proof": "needs a GPU"}, {"kind": CardKind.PREDICT}])
def test_a_card_with_a_proof_a_reason_or_code_that_is_run_is_proved(more):
    assert unproved(card("What is torch?", **more)) is None


def test_a_claim_may_stand_in_any_part_of_a_card():
    assert unproved(card("What?", back="`np.sum`")) == "np.sum"
    assert unproved(card("What?", choices=("a", "nn.ReLU"))) == "nn.ReLU"
    assert unproved(card("What?", answer=("requires_grad",))) == "requires_grad"
