"""Precision and recall at all scores at once; F1 is their harmonic mean, and argmax finds the best one."""

import torch


def precision_recall(scores, labels, thresholds):
    predicted_pos = torch.ge(scores.unsqueeze(0), thresholds.unsqueeze(1)).double()
    positive = labels.double()
    tp = predicted_pos @ positive
    return (tp / predicted_pos.sum(1)).nan_to_num(0.0), (tp / positive.sum()).nan_to_num(0.0)


def _f1(scores, labels, thresholds):
    p, r = precision_recall(scores, labels, thresholds)
    return torch.where(p + r > 0, 2 * p * r / (p + r), torch.zeros_like(p))


def f1(scores, labels, threshold):
    return float(_f1(scores, labels, torch.as_tensor([threshold], dtype=scores.dtype, device=scores.device))[0])


def best_threshold(scores, labels):
    return scores[_f1(scores, labels, scores).argmax()].item()


def tune_and_report(valid_scores, valid_labels, test_scores, test_labels):
    t = best_threshold(valid_scores, valid_labels)
    return {"threshold": t, "valid_f1": f1(valid_scores, valid_labels, t), "test_f1": f1(test_scores, test_labels, t)}
