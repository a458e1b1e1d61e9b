"""The sorted rows are counted up one by one, as if a threshold could part rows with the same score. They are called
positive together; only the last of them counts.

Cards: classification/thresholds-to-try, classification/score-on-the-border
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
    order = scores.argsort(descending=True, stable=True)
    tp = labels[order].cumsum(0)
    rank = torch.arange(1, len(scores) + 1, device=scores.device)
    return scores[order][(2 * tp / (rank + labels.sum())).argmax()].item()


def tune_and_report(
    valid_scores: torch.Tensor, valid_labels: torch.Tensor, test_scores: torch.Tensor, test_labels: torch.Tensor
) -> dict[str, float]:
    threshold = best_threshold(valid_scores, valid_labels)
    return {
        "threshold": threshold,
        "valid_f1": f1(valid_scores, valid_labels, threshold),
        "test_f1": f1(test_scores, test_labels, threshold),
    }


def share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    return part / whole.clamp(min=1)
