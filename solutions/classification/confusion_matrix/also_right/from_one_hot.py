"""Two one-hot matrices with one row per sample; their product counts the pairs. All ratios in float64."""

import torch


def confusion_matrix(truth, predicted, n_classes):
    if list(truth.shape) != list(predicted.shape):
        raise ValueError("the shapes differ")
    classes = torch.arange(n_classes, device=truth.device)
    a, b = ((labels.reshape(-1, 1) == classes).double() for labels in (truth, predicted))
    return (a.T @ b).round().long()


def accuracy(matrix):
    m = matrix.double()
    return (m * torch.eye(len(m), device=m.device)).sum() / m.sum()


def _counts(matrix):
    tp = matrix.double().diagonal()
    return tp, matrix.double().sum(0) - tp, matrix.double().sum(1) - tp


def _ratio(a, b):
    return torch.where(b == 0, 0.0, a / torch.where(b == 0, 1.0, b))


def precision(matrix):
    tp, fp, _ = _counts(matrix)
    return _ratio(tp, tp + fp)


def recall(matrix):
    tp, _, fn = _counts(matrix)
    return _ratio(tp, tp + fn)


def f1(matrix):
    tp, fp, fn = _counts(matrix)
    return _ratio(tp, tp + (fp + fn) / 2)


def macro_f1(matrix):
    return torch.mean(f1(matrix))
