"""The matrix has a row for each class that occurs in these labels only. In a batch without a class the numbers then
stand in wrong places, and matrices cannot be added.

Cards: classification/rows-are-true
"""

import torch


def confusion_matrix(truth: torch.Tensor, predicted: torch.Tensor, n_classes: int) -> torch.Tensor:
    if truth.shape != predicted.shape:
        raise ValueError(f"truth {tuple(truth.shape)}, predicted {tuple(predicted.shape)}")
    seen = torch.unique(torch.cat([truth.reshape(-1), predicted.reshape(-1)]))
    cells = [((truth == i) & (predicted == j)).sum() for i in seen for j in seen]
    return torch.stack(cells).reshape(len(seen), len(seen))


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
