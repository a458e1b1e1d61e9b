"""`matrix[truth, predicted] += 1` writes each cell once, however often its pair occurs. Sums over repeated places need
`index_add`, or `index_put_` with `accumulate=True`.

Cards: classification/rows-are-true, classification/index-counts-once
"""

import torch


def confusion_matrix(truth: torch.Tensor, predicted: torch.Tensor, n_classes: int) -> torch.Tensor:
    if truth.shape != predicted.shape:
        raise ValueError(f"truth {tuple(truth.shape)}, predicted {tuple(predicted.shape)}")
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.int64, device=truth.device)
    matrix[truth, predicted] += 1
    return matrix


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
