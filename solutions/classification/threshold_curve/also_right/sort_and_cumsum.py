"""The samples are sorted once, and TP is a cumulative sum; of equal scores only the last is a threshold."""

import torch


def precision_recall(scores, labels, thresholds):
    pairs = sorted(zip(scores.tolist(), labels.tolist(), strict=True), reverse=True)
    precision, recall = [], []
    for threshold in thresholds.tolist():
        predicted_pos = [label for score, label in pairs if not score < threshold]
        precision.append(sum(predicted_pos) / len(predicted_pos) if predicted_pos else 0.0)
        recall.append(sum(predicted_pos) / sum(label for _, label in pairs) if any(label for _, label in pairs) else 0.0)
    return torch.tensor(precision, device=scores.device), torch.tensor(recall, device=scores.device)


def f1(scores, labels, threshold):
    tp = fp = fn = 0
    for score, label in zip(scores.tolist(), labels.tolist(), strict=True):
        tp += score >= threshold and label == 1
        fp += score >= threshold and label == 0
        fn += score < threshold and label == 1
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def best_threshold(scores, labels):
    order = scores.argsort(descending=True)
    ordered, tp = scores[order], labels[order].cumsum(0)
    values = 2 * tp / (torch.arange(1, len(ordered) + 1, device=scores.device) + labels.sum())
    next_is_equal = torch.cat([ordered[1:] == ordered[:-1], torch.zeros_like(ordered[:1], dtype=torch.bool)])
    return ordered[values.masked_fill(next_is_equal, -1.0).argmax()].item()


def tune_and_report(valid_scores, valid_labels, test_scores, test_labels):
    threshold = best_threshold(valid_scores, valid_labels)
    on_valid, on_test = (f1(*split, threshold) for split in ((valid_scores, valid_labels), (test_scores, test_labels)))
    return {"threshold": threshold, "valid_f1": on_valid, "test_f1": on_test}
