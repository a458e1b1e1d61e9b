"""What a hunt says of a mistake: what goes wrong, and neither where nor what to do instead."""

import pytest

from studykit.content.hunt_words import are_alike, choice_text

TEXTS = {
    "two sentences of what goes wrong": ("The sum is kept. It grows with N.", "The sum is kept. It grows with N."),
    "a remedy in its own sentence": ("The sum is kept. Divide by N.", "The sum is kept."),
    "a remedy behind a colon": ("The sum is kept: divide by N.", "The sum is kept."),
    "a rule behind a colon": ("The sum is kept: the result must be a mean.", "The sum is kept."),
    "a reason behind a colon": ("The sum is kept: it grows with N.", "The sum is kept: it grows with N."),
    "only what should be": ("The result must be a mean.", ""),
    "the code of the edit": ("`x.sum()` grows with N.", ""),
    "the code of the edit in the second sentence": ("The sum is kept. `x.sum()` grows with N.", "The sum is kept."),
    "code that stays": ("`x` is summed.", "`x` is summed."),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_choice_says_what_goes_wrong(kind):
    says, choice = TEXTS[kind]
    assert choice_text(says, "", removed=["return x.mean()"], added=["return x.sum()"]) == choice


def test_an_author_may_say_it_or_take_the_mistake_out():
    assert choice_text("It sums.", "No mean is taken.", [], []) == "No mean is taken."
    assert choice_text("It sums.", "none", [], []) == ""


def test_texts_that_share_half_of_their_words_are_alike():
    assert are_alike("The gradients are zeroed once, before the loop.", "The gradients are zeroed after each step.")
    assert not are_alike("The gradients are zeroed once, before the loop.", "The targets have shape (N,).")
