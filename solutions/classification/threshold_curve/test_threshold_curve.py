"""Curve, F1 and the chosen threshold against counts in plain Python, on scores of which some are equal and some are thresholds."""

from fractions import Fraction

import pytest
import torch
from torch.testing import assert_close

MARGIN = Fraction(1, 1000)  # between the best F1 and the next one, far above any rounding


@pytest.mark.concept("classification/score-on-the-border")
@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.parametrize("n", [40, 7, 1])
def test_the_curve(probes, rng, device, n):
    """At each threshold precision and recall count the rows whose score is the threshold or more; the thresholds come in any order."""
    scores, labels = draw(n, rng)
    thresholds = torch.cat([scores, torch.randn(5, generator=rng)])
    thresholds = thresholds[torch.randperm(len(thresholds), generator=rng)]
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)


@pytest.mark.concept("classification/score-on-the-border")
def test_a_score_on_the_border(probes, device):
    """A score that equals the threshold is called positive; rows of equal scores are called so together."""
    scores, labels = torch.tensor([0.75, 0.5, 0.5, 0.5, 0.25]), torch.tensor([1, 0, 1, 1, 0])
    thresholds = torch.tensor([0.5, 0.75, 0.25, 0.625])
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)
    got = [probes.f1(scores.to(device), labels.to(device), threshold) for threshold in (0.5, 0.75, 0.25, 0.625)]
    assert_close(got, [6 / 7, 0.5, 0.75, 0.5])


@pytest.mark.concept("classification/higher-threshold")
def test_recall_never_rises_with_the_threshold(probes, rng, device):
    """From one threshold to a higher one recall falls or stays; below all scores it is 1, above all it is 0."""
    scores, labels = draw(60, rng)
    thresholds = torch.cat([torch.tensor([-50.0]), scores.sort().values, torch.tensor([50.0])])
    recall = probes.curve(scores.to(device), labels.to(device), thresholds.to(device))["recall"].cpu()
    assert recall.diff().max() <= 0, "recall rises with the threshold"
    assert_close(recall[[0, -1]], torch.tensor([1.0, 0.0]), check_dtype=False)


@pytest.mark.concept("classification/call-all-positive")
def test_everyone_is_called_positive(probes, rng, device):
    """Below all scores every row is called positive: recall 1, and the precision is the share of the positive rows."""
    scores, labels = draw(30, rng)
    got = probes.curve(scores.to(device), labels.to(device), torch.tensor([-50.0], device=device))
    assert_close([got["precision"].item(), got["recall"].item()], [labels.double().mean().item(), 1.0], rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/nobody-called")
@pytest.mark.parametrize("label", [0, 1])
def test_shares_of_nothing(probes, device, label):
    """Where nobody is called positive, or nobody is, a share of 0 / 0 is 0, and so is F1; nothing becomes NaN."""
    scores, labels = torch.tensor([0.25, 0.5, 0.75]), torch.full((3,), label)
    thresholds = torch.tensor([1.0, 0.5, 0.0])
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)
    got = [probes.f1(scores.to(device), labels.to(device), threshold) for threshold in (1.0, 0.5, 0.0)]
    assert_close(got, [0.0, 0.8 * label, 1.0 * label])


@pytest.mark.concept("classification/f1-harmonic")
@pytest.mark.parametrize("n", [40, 7])
def test_f1_at_a_threshold(probes, rng, device, n):
    """`f1` gives 2 · TP / (2 · TP + FP + FN) at the threshold, also when that is one of the scores."""
    scores, labels = draw(n, rng)
    for threshold in [*scores[:4].tolist(), 0.0, 0.3, -1.2]:
        got = probes.f1(scores.to(device), labels.to(device), threshold)
        assert_close(got, float(exact_f1(scores, labels, threshold)), rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/thresholds-to-try")
@pytest.mark.concept("classification/score-on-the-border")
@pytest.mark.parametrize("n", [50, 12, 4])
def test_the_best_threshold(probes, rng, device, n):
    """`best_threshold` gives the score with the highest F1, whatever range the scores have."""
    for scale, shift in ((1.0, 0.0), (0.01, 0.3), (20.0, -100.0)):
        scores, labels = with_one_best(n, rng, scale, shift)
        assert_close(probes.best(scores.to(device), labels.to(device)), best_of(scores, labels), rtol=1e-6, atol=1e-7)


@pytest.mark.concept("classification/thresholds-to-try")
def test_equal_scores_stay_together(probes, device):
    """Rows with the same score cannot be parted by any threshold."""
    scores = torch.tensor([0.9, 0.7, 0.7, 0.7, 0.7, 0.4, 0.2])
    for labels in ([1, 1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 1, 1, 0], [0, 1, 1, 0, 0, 0, 0]):
        got = probes.best(scores.to(device), torch.tensor(labels, device=device))
        wanted = max(exact_f1(scores, torch.tensor(labels), score) for score in scores.tolist())
        assert got in scores.tolist(), f"{got} is none of the scores"
        assert_close(float(exact_f1(scores, torch.tensor(labels), got)), float(wanted))


@pytest.mark.concept("classification/threshold-belongs-to-validation")
@pytest.mark.concept("classification/best-on-the-test-rows")
@pytest.mark.parametrize(("n", "n_test"), [(40, 30), (12, 25), (25, 1)])
def test_tuned_on_one_part_reported_on_the_other(probes, rng, device, n, n_test):
    """The threshold is the best of the validation rows; both F1 scores are those at this threshold, each on its own rows."""
    scores, labels = with_one_best(n, rng)
    best = best_of(scores, labels)
    test_scores, test_labels = draw(n_test, rng)
    test_scores = test_scores - 0.7  # another threshold would suit these rows better
    test_scores[0] = best  # and one of them lies exactly on the border
    got = probes.report(*(part.to(device) for part in (scores, labels, test_scores, test_labels)))
    wanted = {
        "threshold": best,
        "valid_f1": float(exact_f1(scores, labels, best)),
        "test_f1": float(exact_f1(test_scores, test_labels, best)),
    }
    assert_close(got, wanted, rtol=1e-5, atol=1e-6)


def test_inputs_are_left_alone(probes, rng, device):
    """Scores, labels and thresholds are not changed."""
    given = [*draw(9, rng), torch.randn(4, generator=rng)]
    given = [part.to(device) for part in given]
    assert_close(probes.afterwards(*given), given, rtol=0, atol=0)


def draw(n, rng):
    """Scores of which about a half occur more than once, and labels that go with them; the first row is positive."""
    labels = (torch.rand(n, generator=rng) < 0.4).long()
    labels[0] = 1
    scores = torch.randn(n, generator=rng) + labels - 0.5
    return torch.where(torch.rand(n, generator=rng) < 0.5, (4 * scores).round() / 4, scores), labels


def with_one_best(n, rng, scale=1.0, shift=0.0):
    """Rows for which one threshold is clearly better than all others: which of two equal ones is taken is left open."""
    while True:
        scores, labels = draw(n, rng)
        scores = scale * scores + shift
        found = sorted({score: exact_f1(scores, labels, score) for score in scores.tolist()}.values())
        if len(found) > 1 and found[-1] - found[-2] > MARGIN:
            return scores, labels


def best_of(scores, labels):
    return max(scores.tolist(), key=lambda threshold: exact_f1(scores, labels, threshold))


def counts(scores, labels, threshold):
    pairs = list(zip(scores.tolist(), labels.tolist(), strict=True))
    tp = sum(label for score, label in pairs if score >= threshold)
    return tp, sum(score >= threshold for score, _ in pairs), sum(label for _, label in pairs)


def exact_f1(scores, labels, threshold):
    tp, called, positive = counts(scores, labels, threshold)
    return Fraction(2 * tp, called + positive) if called + positive else Fraction(0)


def compare(got, scores, labels, thresholds):
    each = [counts(scores, labels, threshold) for threshold in thresholds.tolist()]
    wanted = {
        "precision": torch.tensor([tp / called if called else 0.0 for tp, called, _ in each]),
        "recall": torch.tensor([tp / positive if positive else 0.0 for tp, _, positive in each]),
    }
    for name in wanted:
        assert_close(got[name].cpu(), wanted[name], rtol=1e-5, atol=1e-6, check_dtype=False)
