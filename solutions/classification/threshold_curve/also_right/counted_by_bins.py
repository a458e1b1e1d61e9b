"""Counts of all rows and of the positive ones by `searchsorted` in sorted scores; ties in F1 go to the highest score."""

import torch


def _at_or_above(values, thresholds):
    ranked = values.sort().values
    return len(values) - torch.searchsorted(ranked, thresholds.contiguous(), side="left")


def _counts(scores, labels, thresholds):
    # Negative rows are moved out of sight: below every threshold.
    seen = torch.where(labels == 1, scores, -torch.inf)
    return _at_or_above(seen, thresholds).double(), _at_or_above(scores, thresholds).double(), labels.sum().double()


def _over(a, b):
    return torch.where(b > 0, a / torch.where(b > 0, b, torch.ones_like(b)), torch.zeros_like(a))


def precision_recall(scores, labels, thresholds):
    tp, called, positive = _counts(scores, labels, thresholds)
    return _over(tp, called).float(), _over(tp, positive.expand_as(tp)).float()


def f1(scores, labels, threshold):
    tp, called, positive = _counts(scores, labels, scores.new_tensor([threshold]))
    return float(_over(2 * tp, called + positive))


def best_threshold(scores, labels):
    candidates = scores.sort(descending=True).values
    tp, called, positive = _counts(scores, labels, candidates)
    return float(candidates[_over(2 * tp, called + positive).argmax()])


def tune_and_report(valid_scores, valid_labels, test_scores, test_labels):
    threshold = best_threshold(valid_scores, valid_labels)
    on_valid, on_test = f1(valid_scores, valid_labels, threshold), f1(test_scores, test_labels, threshold)
    return {"test_f1": on_test, "valid_f1": on_valid, "threshold": threshold}
