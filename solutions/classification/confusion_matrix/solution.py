"""Every metric is a ratio of sums over the diagonal, the rows or the columns of the confusion matrix."""

import torch


def confusion_matrix(truth: torch.Tensor, predicted: torch.Tensor, n_classes: int) -> torch.Tensor:
    if truth.shape != predicted.shape:
        raise ValueError(f"truth {tuple(truth.shape)}, predicted {tuple(predicted.shape)}")
    counts = truth.new_zeros(n_classes, n_classes)
    return counts.index_put((truth, predicted), torch.ones_like(truth), accumulate=True)


def accuracy(matrix: torch.Tensor) -> torch.Tensor:
    return matrix.diagonal().sum() / matrix.sum()


def precision(matrix: torch.Tensor) -> torch.Tensor:
    return ratio(matrix.diagonal(), matrix.sum(dim=0))


def recall(matrix: torch.Tensor) -> torch.Tensor:
    return ratio(matrix.diagonal(), matrix.sum(dim=1))


def f1(matrix: torch.Tensor) -> torch.Tensor:
    return ratio(2 * matrix.diagonal(), matrix.sum(dim=0) + matrix.sum(dim=1))


def macro_f1(matrix: torch.Tensor) -> torch.Tensor:
    return f1(matrix).mean()


def ratio(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    return part / whole.clamp(min=1)
