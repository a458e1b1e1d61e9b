"""Predicted and true positives are counted with `searchsorted` in sorted scores; of equal F1 values the highest score is taken."""

import torch


def _at_or_above(values, thresholds):
    ordered = values.sort().values
    return len(values) - torch.searchsorted(ordered, thresholds.contiguous(), side="left")


def _counts(scores, labels, thresholds):
    # Negative samples are moved below every threshold.
    positive_scores = torch.where(labels == 1, scores, -torch.inf)
    return _at_or_above(positive_scores, thresholds).double(), _at_or_above(scores, thresholds).double(), labels.sum().double()


def _ratio(a, b):
    return torch.where(b > 0, a / torch.where(b > 0, b, torch.ones_like(b)), torch.zeros_like(a))


def precision_recall(scores, labels, thresholds):
    tp, predicted_pos, positive = _counts(scores, labels, thresholds)
    return _ratio(tp, predicted_pos).float(), _ratio(tp, positive.expand_as(tp)).float()


def f1(scores, labels, threshold):
    tp, predicted_pos, positive = _counts(scores, labels, scores.new_tensor([threshold]))
    return float(_ratio(2 * tp, predicted_pos + positive))


def best_threshold(scores, labels):
    candidates = scores.sort(descending=True).values
    tp, predicted_pos, positive = _counts(scores, labels, candidates)
    return float(candidates[_ratio(2 * tp, predicted_pos + positive).argmax()])


def tune_and_report(valid_scores, valid_labels, test_scores, test_labels):
    threshold = best_threshold(valid_scores, valid_labels)
    on_valid, on_test = f1(valid_scores, valid_labels, threshold), f1(test_scores, test_labels, threshold)
    return {"test_f1": on_test, "valid_f1": on_valid, "threshold": threshold}
