"""Ranks, points and pairs against counts with exact fractions, on scores with and without ties."""

from fractions import Fraction

import pytest
import torch
from torch.testing import assert_close

pytestmark = [
    pytest.mark.given(
        "`scores` is a float tensor of shape (N,), float32 or float64, with any finite values.",
        "Both classes occur.",
        "Do not use scikit-learn or SciPy.",
    ),
]

DOUBLE = torch.float64
NEAR = {"rtol": 1e-9, "atol": 1e-9}  # a few float64 roundings of values up to 1e10, and what the task states
# N, positives, distinct values that the scores are drawn from; 0 means that no two scores are equal
CASES = [(2, 1, 0), (2, 1, 1), (9, 4, 0), (30, 8, 4), (41, 33, 9), (25, 1, 6), (25, 24, 6), (60, 30, 1)]


@pytest.mark.concept("metrics/auc-as-probability", "metrics/midrank")
@pytest.mark.asks("A positive and a negative with equal scores count one half.", "The first point is (0, 0).")
def test_the_example(probes, device):
    """Scores 0.8, 0.5, 0.5, 0.2 with labels 1, 1, 0, 0 have the midranks 4, 2.5, 2.5, 1, the points (0, 0), (0, 0.5), (0.5, 1), (1, 1), and
    the AUC 0.875."""
    scores = torch.tensor([0.8, 0.5, 0.5, 0.2], device=device)
    labels = torch.tensor([1, 1, 0, 0], device=device)
    assert_close(probes.ranks(scores).cpu(), torch.tensor([4.0, 2.5, 2.5, 1.0], dtype=DOUBLE), **NEAR)
    got = probes.curve(scores, labels)
    assert_close(got["fpr"].cpu(), torch.tensor([0.0, 0.0, 0.5, 1.0], dtype=DOUBLE), **NEAR)
    assert_close(got["tpr"].cpu(), torch.tensor([0.0, 0.5, 1.0, 1.0], dtype=DOUBLE), **NEAR)
    assert_close(probes.area(scores, labels)["auc"], 0.875, **NEAR)


@pytest.mark.concept("metrics/midrank")
@pytest.mark.asks(
    "`midranks(scores)` returns a float64 tensor of shape (N,)",
    "The lowest score has rank 1.",
    "Samples with equal scores all have the mean of their ranks",
)
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_midranks(probes, rng, device, case, dtype):
    """Each sample has the mean of the ranks of all samples with its score; the lowest score has rank 1."""
    scores, _ = draw(rng, case, dtype)
    values = scores.tolist()
    expected = [sum(v < value for v in values) + (sum(v == value for v in values) + 1) / 2 for value in values]
    assert_close(probes.ranks(scores.to(device)).cpu(), torch.tensor(expected, dtype=DOUBLE), **NEAR)


@pytest.mark.concept("metrics/midrank")
@pytest.mark.asks("Samples with equal scores all have the mean of their ranks")
def test_samples_with_equal_scores_have_equal_ranks(probes, device):
    """If all N scores are equal, each sample has the rank (N + 1) / 2."""
    got = probes.ranks(torch.full((7,), -0.25, device=device))
    assert_close(got.cpu(), torch.full((7,), 4.0, dtype=DOUBLE), **NEAR)


@pytest.mark.concept("metrics/roc-axes", "metrics/roc-end-points")
@pytest.mark.asks(
    "`roc_curve(scores, labels)` returns a tuple of two float64 tensors",
    "The first point is (0, 0).",
    "Then each distinct score is the threshold of one point, from the highest to the lowest.",
    "A sample is predicted positive if its score is at least the threshold.",
    "`fpr` is the fraction of the negatives that are predicted positive",
    "`labels` contains 0 and 1",
)
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_curve(probes, rng, device, case, dtype):
    """Each point is (fpr, tpr) at one distinct score, from the highest to the lowest, after the point (0, 0)."""
    scores, labels = draw(rng, case, dtype)
    got = probes.curve(scores.to(device), labels.to(device))
    fpr, tpr = points(scores, labels)
    assert_close(got["fpr"].cpu(), fpr, **NEAR, msg=lambda m: f"fpr: {m}")
    assert_close(got["tpr"].cpu(), tpr, **NEAR, msg=lambda m: f"tpr: {m}")
    assert got["type"] == "tuple", f"roc_curve returns a {got['type']}, expected a tuple of two tensors"


@pytest.mark.concept("metrics/auc-ties")
@pytest.mark.asks("Then each distinct score is the threshold of one point, from the highest to the lowest.")
def test_equal_scores_are_one_point(probes, rng, device):
    """If all scores are equal, the curve has only the points (0, 0) and (1, 1)."""
    _, labels = draw(rng, (12, 5, 1))
    got = probes.curve(torch.full((12,), 0.5, device=device), labels.to(device))
    expected = torch.tensor([0.0, 1.0], dtype=DOUBLE)
    assert_close([got["fpr"].cpu(), got["tpr"].cpu()], [expected, expected], **NEAR)


@pytest.mark.concept("metrics/auc-as-probability", "metrics/auc-and-mann-whitney")
@pytest.mark.asks("`auc(scores, labels)` returns a plain float", "U is the sum of the midranks of the positives")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_auc_is_the_fraction_of_ordered_pairs(probes, rng, device, case, dtype):
    """AUC is the fraction of pairs of a positive and a negative in which the positive has the higher score; a tie counts one half."""
    scores, labels = draw(rng, case, dtype)
    assert_close(probes.area(scores.to(device), labels.to(device))["auc"], pairs(scores, labels), **NEAR)


@pytest.mark.concept("metrics/auc-ties")
@pytest.mark.asks("A positive and a negative with equal scores count one half.")
@pytest.mark.parametrize("n_pos", [1, 4, 9])
def test_a_tie_counts_one_half(probes, rng, device, n_pos):
    """If all scores are equal, AUC is 0.5, in any order of the labels."""
    _, labels = draw(rng, (10, n_pos, 1))
    assert_close(probes.area(torch.ones(10, device=device), labels.to(device))["auc"], 0.5, **NEAR)


@pytest.mark.concept("metrics/auc-below-half")
@pytest.mark.asks("U is the sum of the midranks of the positives")
def test_perfect_and_reversed_scores(probes, rng, device):
    """AUC is 1 if every positive has a higher score than every negative, and 0 if every positive has a lower one."""
    noise, labels = draw(rng, (20, 7, 0))
    scores = (noise.sigmoid() + 3 * labels).to(device)
    got = [probes.area(values, labels.to(device))["auc"] for values in (scores, -scores)]
    assert_close(got, [1.0, 0.0], **NEAR)


@pytest.mark.concept("metrics/auc-monotonic-transform")
@pytest.mark.asks("Two scores are equal only if they are equal in their own dtype.")
def test_float64_scores_that_hardly_differ(probes, device):
    """float64 scores that differ by 1e-12 are not equal: they have different ranks and are separate points."""
    scores = torch.tensor([0.5, 0.5 + 1e-12, 0.5 - 1e-12, 0.5 + 2e-12], dtype=DOUBLE, device=device)
    labels = torch.tensor([0, 1, 1, 0], device=device)
    assert_close(probes.ranks(scores).cpu(), torch.tensor([2.0, 3.0, 1.0, 4.0], dtype=DOUBLE), **NEAR)
    assert_close(probes.area(scores, labels)["auc"], 0.25, **NEAR)
    expected = torch.tensor([[0.0, 0.5, 0.5, 1.0, 1.0], [0.0, 0.0, 0.5, 0.5, 1.0]], dtype=DOUBLE)
    got = probes.curve(scores, labels)
    assert_close(torch.stack([got["fpr"], got["tpr"]]).cpu(), expected, **NEAR)


@pytest.mark.concept("metrics/auc-and-mann-whitney")
@pytest.mark.asks("N may be 100,000, where a matrix of all pairs does not fit in memory")
def test_many_samples(probes, rng, device):
    """With 100,000 samples, many of them with equal scores, AUC is accurate to 1e-9."""
    n_samples, n_distinct = 100_000, 30_011
    labels = torch.randint(2, (n_samples,), generator=rng)
    values = torch.randint(n_distinct, (n_samples,), generator=rng)
    scores = values.float()  # integers up to 30,011 are exact in float32
    counts = torch.stack([torch.bincount(values[labels == label], minlength=n_distinct) for label in (0, 1)])
    below = counts[0].cumsum(0) - counts[0]
    doubled = (counts[1] * (2 * below + counts[0])).sum().item()  # in integers: exact
    expected = doubled / (2 * counts[0].sum().item() * counts[1].sum().item())
    assert_close(probes.area(scores.to(device), labels.to(device))["auc"], expected, **NEAR)


@pytest.mark.concept("metrics/auc-as-probability")
@pytest.mark.asks("`auc(scores, labels)` returns a plain float")
def test_a_plain_float(probes, rng, device):
    """`auc` returns a Python float, not a tensor."""
    scores, labels = draw(rng, (8, 3, 0))
    kind = probes.area(scores.to(device), labels.to(device))["type"]
    assert kind == "float", f"auc returns a {kind}, expected a float"


@pytest.mark.asks("The inputs are not changed.")
def test_the_inputs_are_not_changed(probes, rng, device):
    """Scores and labels are unchanged after the calls."""
    scores, labels = draw(rng, (20, 6, 7))
    given = [scores.to(device), labels.to(device)]
    assert_close(probes.afterwards(*given), given, rtol=0, atol=0)


def draw(rng, case, dtype=torch.float32):
    """Scores and shuffled labels; the positives are somewhat higher."""
    n_samples, n_pos, n_distinct = case
    labels = (torch.arange(n_samples) < n_pos).long()[torch.randperm(n_samples, generator=rng)]
    if n_distinct:
        values = torch.randn(n_distinct, generator=rng, dtype=dtype)
        scores = values[torch.randint(n_distinct, (n_samples,), generator=rng)]
    else:
        # A permutation of well separated values: no two are equal.
        scores = torch.randperm(n_samples, generator=rng).to(dtype) / 4 - 2 + labels / 3
    return scores, labels


def points(scores, labels):
    """fpr and tpr after (0, 0), with fractions."""
    samples = list(zip(scores.tolist(), labels.tolist(), strict=True))
    fractions = [[Fraction(0)], [Fraction(0)]]
    for threshold in sorted({score for score, _ in samples}, reverse=True):
        for label in (0, 1):
            reached = [score >= threshold for score, own in samples if own == label]
            fractions[label].append(Fraction(sum(reached), len(reached)))
    return tuple(torch.tensor([float(value) for value in each], dtype=DOUBLE) for each in fractions)


def pairs(scores, labels):
    """The mean over all pairs: 1 for the right order, one half for a tie."""
    samples = list(zip(scores.tolist(), labels.tolist(), strict=True))
    high, low = ([score for score, label in samples if label == wanted] for wanted in (1, 0))
    return float(sum(Fraction((p > q) + (p >= q), 2) for p in high for q in low) / (len(high) * len(low)))
