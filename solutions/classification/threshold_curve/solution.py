"""One (T, N) matrix of predictions; the candidate thresholds are the scores, and the test set is only measured."""

import torch


def precision_recall(scores: torch.Tensor, labels: torch.Tensor, thresholds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    predicted_pos = scores >= thresholds[:, None]
    tp = predicted_pos & (labels == 1)
    return ratio(tp.sum(dim=1), predicted_pos.sum(dim=1)), ratio(tp.sum(dim=1), labels.sum())


def f1(scores: torch.Tensor, labels: torch.Tensor, threshold: float) -> float:
    predicted_pos = scores >= threshold
    tp = predicted_pos & (labels == 1)
    return ratio(2 * tp.sum(), predicted_pos.sum() + labels.sum()).item()


def best_threshold(scores: torch.Tensor, labels: torch.Tensor) -> float:
    return max(scores.tolist(), key=lambda threshold: f1(scores, labels, threshold))


def tune_and_report(
    valid_scores: torch.Tensor, valid_labels: torch.Tensor, test_scores: torch.Tensor, test_labels: torch.Tensor
) -> dict[str, float]:
    threshold = best_threshold(valid_scores, valid_labels)
    return {
        "threshold": threshold,
        "valid_f1": f1(valid_scores, valid_labels, threshold),
        "test_f1": f1(test_scores, test_labels, threshold),
    }


def ratio(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    return part / whole.clamp(min=1)
