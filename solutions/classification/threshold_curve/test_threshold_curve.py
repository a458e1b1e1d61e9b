"""Curve, F1 and the best threshold against counts in plain Python, on scores of which some are equal and some are thresholds."""

from fractions import Fraction

import pytest
import torch
from torch.testing import assert_close

MARGIN = Fraction(1, 1000)  # between the best F1 and the next one, far above any rounding


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks(
    "`scores` is a float tensor of shape (N,), N ≥ 1, any finite values",
    "`labels` contains 0 and 1 (`torch.int64`), (N,).",
    "It returns two float tensors of shape (T,)",
)
@pytest.mark.parametrize("n_samples", [40, 7, 1])
@pytest.mark.parametrize("n_thresholds", [9, 1])
def test_the_curve(probes, rng, device, n_samples, n_thresholds):
    """For each threshold, precision and recall are those of predicting positive where the score is at least the threshold."""
    scores, labels = draw(n_samples, rng)
    thresholds = torch.randn(n_thresholds, generator=rng).sort().values
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)


@pytest.mark.concept("classification/thresholds-to-try")
@pytest.mark.asks("`thresholds` is a float tensor of shape (T,), in any order.")
def test_thresholds_in_any_order(probes, rng, device):
    """The thresholds may have any order, and precision and recall have the same order."""
    scores, labels = draw(30, rng)
    thresholds = torch.tensor([0.1, -1.3, 1.1, -0.4, 0.9, -1.3]) + 0.01 * torch.randn(6, generator=rng)
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)


@pytest.mark.concept("classification/score-at-the-threshold")
@pytest.mark.asks("A sample is **predicted positive if its score is at least the threshold** (score ≥ threshold), everywhere.")
def test_a_score_at_the_threshold_of_the_curve(probes, device):
    """In the curve a sample whose score equals the threshold is predicted positive; samples with equal scores get the same prediction."""
    scores, labels, thresholds = at_the_threshold()
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)


@pytest.mark.concept("classification/score-at-the-threshold")
@pytest.mark.asks("A sample is **predicted positive if its score is at least the threshold** (score ≥ threshold), everywhere.")
def test_a_score_at_the_threshold_of_f1(probes, device):
    """In F1, too, a sample whose score equals the threshold is predicted positive."""
    scores, labels, thresholds = at_the_threshold()
    got = [float(probes.f1(scores.to(device), labels.to(device), threshold)) for threshold in thresholds.tolist()]
    assert_close(got, [6 / 7, 0.5, 0.75, 0.5], rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/higher-threshold")
def test_recall_never_rises_with_the_threshold(probes, rng, device):
    """Recall does not increase with the threshold; below all scores it is 1, above all scores it is 0."""
    scores, labels = draw(60, rng)
    thresholds = torch.cat([torch.tensor([-50.0]), scores.sort().values, torch.tensor([50.0])])
    recall = probes.curve(scores.to(device), labels.to(device), thresholds.to(device))["recall"].cpu()
    assert recall.diff().max() <= 1e-6, "recall increases with the threshold"
    assert_close(recall[[0, -1]], torch.tensor([1.0, 0.0]), check_dtype=False)


@pytest.mark.concept("classification/all-predicted-positive")
def test_all_samples_are_predicted_positive(probes, rng, device):
    """Below all scores every sample is predicted positive: the recall is 1, and the precision is the fraction of positives."""
    scores, labels = draw(30, rng)
    got = probes.curve(scores.to(device), labels.to(device), torch.tensor([-50.0], device=device))
    assert_close([got["precision"].item(), got["recall"].item()], [labels.double().mean().item(), 1.0], rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/no-predicted-positives")
@pytest.mark.asks("A fraction 0 / 0 is 0.")
@pytest.mark.parametrize("label_of_all", [0, 1])
def test_zero_over_zero(probes, device, label_of_all):
    """Without predicted positives, or without positives, a fraction 0 / 0 is 0; nothing becomes NaN."""
    scores, labels = torch.tensor([0.25, 0.5, 0.75]), torch.full((3,), label_of_all)
    thresholds = torch.tensor([1.0, 0.5, 0.0])
    compare(probes.curve(scores.to(device), labels.to(device), thresholds.to(device)), scores, labels, thresholds)


@pytest.mark.concept("classification/f1-harmonic")
@pytest.mark.asks("the F1 score at one threshold, a plain float: 2 · TP / (2 · TP + FP + FN)")
@pytest.mark.parametrize("n_samples", [40, 7, 1])
def test_f1_at_a_threshold(probes, rng, device, n_samples):
    """`f1` returns 2 · TP / (2 · TP + FP + FN) at the threshold, also if the threshold is one of the scores."""
    scores, labels = draw(n_samples, rng)
    for threshold in [*scores[:4].tolist(), 0.0, 0.3, -1.2]:
        got = probes.f1(scores.to(device), labels.to(device), threshold)
        assert_close(float(got), float(exact_f1(scores, labels, threshold)), rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/no-predicted-positives")
@pytest.mark.asks("and 0 if that is 0 / 0")
@pytest.mark.parametrize("label_of_all", [0, 1])
def test_f1_of_zero_over_zero(probes, device, label_of_all):
    """Without predicted positives and without positives, F1 is 0 and not NaN."""
    scores, labels = torch.tensor([0.25, 0.5, 0.75], device=device), torch.full((3,), label_of_all, device=device)
    got = [float(probes.f1(scores, labels, threshold)) for threshold in (1.0, 0.5, 0.0)]
    assert_close(got, [0.0, 0.8 * label_of_all, 1.0 * label_of_all], rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/thresholds-to-try")
@pytest.mark.concept("classification/score-at-the-threshold")
@pytest.mark.asks("the one **of the scores** that gives the highest F1 as the threshold")
@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (0.01, 0.3), (20.0, -100.0)])
@pytest.mark.parametrize("n_samples", [50, 12, 4])
def test_the_best_threshold(probes, rng, device, n_samples, scale, shift):
    """`best_threshold` returns the score with the highest F1, whatever the range of the scores."""
    scores, labels = with_one_best(n_samples, rng, scale, shift)
    assert_close(float(probes.best(scores.to(device), labels.to(device))), best_of(scores, labels), rtol=1e-6, atol=1e-7)


@pytest.mark.concept("classification/thresholds-to-try")
@pytest.mark.asks("the one **of the scores** that gives the highest F1 as the threshold")
@pytest.mark.parametrize("is_positive", [True, False])
def test_the_best_threshold_of_one_sample(probes, device, is_positive):
    """For a single sample the best threshold is its score."""
    scores, labels = torch.tensor([-2.5], device=device), torch.tensor([int(is_positive)], device=device)
    assert_close(float(probes.best(scores, labels)), -2.5)


@pytest.mark.concept("classification/f1-of-all-positive")
@pytest.mark.asks("If several are equally good, return any of them.")
def test_the_best_threshold_without_positives(probes, rng, device):
    """Without positives F1 is 0 at every threshold: any of the scores is accepted, but no other value."""
    scores, labels = (3 + torch.randn(6, generator=rng)).to(device), torch.zeros(6, dtype=torch.int64, device=device)
    got = float(probes.best(scores, labels))
    assert got in scores.tolist(), f"{got} is not one of the scores"


@pytest.mark.concept("classification/thresholds-to-try")
@pytest.mark.asks("`best_threshold(scores, labels)`", "If several are equally good, return any of them.")
def test_equal_scores_stay_together(probes, device):
    """Samples with the same score cannot be separated by any threshold."""
    scores = torch.tensor([0.9, 0.7, 0.7, 0.7, 0.7, 0.4, 0.2])
    for labels in ([1, 1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 1, 1, 0], [0, 1, 1, 0, 0, 0, 0]):
        got = float(probes.best(scores.to(device), torch.tensor(labels, device=device)))
        highest = max(exact_f1(scores, torch.tensor(labels), score) for score in scores.tolist())
        assert got in scores.tolist(), f"{got} is not one of the scores"
        assert_close(float(exact_f1(scores, torch.tensor(labels), got)), float(highest))


@pytest.mark.concept("classification/threshold-belongs-to-validation")
@pytest.mark.concept("classification/tuned-on-the-test-set")
@pytest.mark.asks("`tune_and_report(valid_scores, valid_labels, test_scores, test_labels)`: a dict of three plain floats")
@pytest.mark.parametrize(("n_valid", "n_test"), [(40, 30), (12, 25), (25, 1)])
def test_tuned_on_validation_reported_on_test(probes, rng, device, n_valid, n_test):
    """The threshold is the best one on the validation set; both F1 scores are at this threshold, each on its own set."""
    scores, labels = with_one_best(n_valid, rng)
    best = best_of(scores, labels)
    test_scores, test_labels = draw(n_test, rng)
    test_scores = test_scores - 0.7  # another threshold would be better on the test set
    test_scores[0] = best  # and one score equals the threshold
    got = probes.report(*(part.to(device) for part in (scores, labels, test_scores, test_labels)))
    expected = {
        "threshold": best,
        "valid_f1": float(exact_f1(scores, labels, best)),
        "test_f1": float(exact_f1(test_scores, test_labels, best)),
    }
    assert_close({name: float(number) for name, number in got.items()}, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.asks("the F1 score at one threshold, a plain float", "F1 as the threshold, a plain float", "a dict of three plain floats")
def test_plain_floats(probes, rng, device):
    """F1, the best threshold and the three values of the report are plain Python floats."""
    scores, labels = draw(8, rng)
    expected = dict.fromkeys(["f1", "best_threshold", "threshold", "valid_f1", "test_f1"], "float")
    assert probes.types(scores.to(device), labels.to(device)) == expected, "types of the values"


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed.")
@pytest.mark.parametrize("name", ["precision_recall", "f1", "best_threshold", "tune_and_report"])
def test_inputs_are_left_alone(probes, rng, device, name):
    """Scores, labels and thresholds are not changed."""
    scores, labels = (part.to(device) for part in draw(9, rng))
    further = {"precision_recall": [torch.randn(4, generator=rng).to(device)], "f1": [0.5], "tune_and_report": [scores + 1, 1 - labels]}
    given = [scores, labels, *further.get(name, [])]
    assert_close(probes.afterwards(name, given), given, rtol=0, atol=0)


def at_the_threshold():
    """Scores, labels, and thresholds of which most are scores."""
    scores, labels = torch.tensor([0.75, 0.5, 0.5, 0.5, 0.25]), torch.tensor([1, 0, 1, 1, 0])
    return scores, labels, torch.tensor([0.5, 0.75, 0.25, 0.625])


def draw(n, rng):
    """Scores, about half of them rounded so that some are equal, and labels correlated with them; the first sample is positive."""
    labels = (torch.rand(n, generator=rng) < 0.4).long()
    labels[0] = 1
    scores = torch.randn(n, generator=rng) + labels - 0.5
    return torch.where(torch.rand(n, generator=rng) < 0.5, (4 * scores).round() / 4, scores), labels


def with_one_best(n, rng, scale=1.0, shift=0.0):
    """Samples for which one threshold is clearly better than all others, since any of several equally good ones is accepted."""
    while True:
        scores, labels = draw(n, rng)
        scores = scale * scores + shift
        values = sorted({score: exact_f1(scores, labels, score) for score in scores.tolist()}.values())
        if len(values) > 1 and values[-1] - values[-2] > MARGIN:
            return scores, labels


def best_of(scores, labels):
    return max(scores.tolist(), key=lambda threshold: exact_f1(scores, labels, threshold))


def counts(scores, labels, threshold):
    pairs = list(zip(scores.tolist(), labels.tolist(), strict=True))
    tp = sum(label for score, label in pairs if score >= threshold)
    return tp, sum(score >= threshold for score, _ in pairs), sum(label for _, label in pairs)


def exact_f1(scores, labels, threshold):
    tp, n_predicted, positive = counts(scores, labels, threshold)
    return Fraction(2 * tp, n_predicted + positive) if n_predicted + positive else Fraction(0)


def compare(got, scores, labels, thresholds):
    each = [counts(scores, labels, threshold) for threshold in thresholds.tolist()]
    expected = {
        "precision": torch.tensor([tp / n_predicted if n_predicted else 0.0 for tp, n_predicted, _ in each]),
        "recall": torch.tensor([tp / positive if positive else 0.0 for tp, _, positive in each]),
    }
    for name in expected:
        assert_close(got[name].cpu(), expected[name], rtol=1e-5, atol=1e-6, check_dtype=False)
