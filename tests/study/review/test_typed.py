"""Right, right but for case, or wrong, and where."""

import pytest

from studykit.study.review.typed import Match, compare, difference


@pytest.mark.parametrize("typed", ["a b", "  a   b ", "a\tb", "other"])
def test_blanks_around_and_between_words_do_not_count(typed: str) -> None:
    assert compare(typed, ["a b", "other"]).match is Match.RIGHT


def test_an_exact_answer_wins_over_one_of_other_case() -> None:
    assert compare("relu", ["ReLU", "relu"]).match is Match.RIGHT


def test_case_alone_is_right_with_a_remark() -> None:
    comparison = compare("relu", ["nothing", "ReLU"])
    assert (comparison.match, comparison.nearest) == (Match.RIGHT_BUT_CASE, "ReLU")


def test_a_wrong_answer_is_compared_with_the_nearest_accepted_one() -> None:
    comparison = compare("sqare", ["root", "square"])
    assert (comparison.match, comparison.difference) == (Match.WRONG, ("sq{+u+}are",))


@pytest.mark.parametrize(
    ("typed", "answer", "shown"),
    [
        ("99", "100", "[-99-]{+100+}"),
        ("torch.zero", "torch.zeros", "torch.zero{+s+}"),
        ("2.4", "2.5", "2.[-4-]{+5+}"),
        ("abab", "abb", "ab[-a-]b"),
        ("", "ab", "{+ab+}"),
    ],
)
def test_a_difference_needs_no_colour(typed: str, answer: str, shown: str) -> None:
    assert difference(typed, answer) == shown


def test_printed_lines_are_compared_line_by_line() -> None:
    comparison = compare("20.0\n[1, 3]", ["20.0\n[1, 2]\n"])
    assert comparison.difference == ("20.0", "[1, [-3-]{+2+}]")


def test_a_missing_line_is_shown_whole_and_the_others_stay_whole() -> None:
    assert compare("a1\nc3", ["a1\nb2\nc3"]).difference == ("a1", "{+b2+}", "c3")


def test_empty_lines_and_the_real_minus_sign_do_not_count() -> None:
    assert compare("-1\n\n2\n", ["−1\n2"]).match is Match.RIGHT


def test_a_huge_answer_is_compared_at_once() -> None:
    assert compare("ab" * 100_000, ["abc"]).match is Match.WRONG
