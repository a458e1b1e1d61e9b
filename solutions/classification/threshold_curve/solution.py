"""One table of thresholds and rows; the candidates are the scores themselves, and the test rows are only measured."""

import torch


def precision_recall(scores: torch.Tensor, labels: torch.Tensor, thresholds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    called = scores >= thresholds[:, None]
    found = called & (labels == 1)
    return share(found.sum(dim=1), called.sum(dim=1)), share(found.sum(dim=1), labels.sum())


def f1(scores: torch.Tensor, labels: torch.Tensor, threshold: float) -> float:
    called = scores >= threshold
    found = called & (labels == 1)
    return share(2 * found.sum(), called.sum() + labels.sum()).item()


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


def share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    return part / whole.clamp(min=1)
