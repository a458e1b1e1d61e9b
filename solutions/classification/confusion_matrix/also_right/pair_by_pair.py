"""Each entry counts its own pairs; F1 is computed from precision and recall, and 0 / 0 is replaced afterwards."""

import torch


def confusion_matrix(truth, predicted, n_classes):
    if truth.size() != predicted.size():
        raise ValueError("one prediction for each label is needed")
    counts = [((truth == i) & (predicted == j)).sum() for i in range(n_classes) for j in range(n_classes)]
    return torch.stack(counts).view(n_classes, n_classes)


def accuracy(matrix):
    return matrix.trace() / matrix.sum()


def precision(matrix):
    return (matrix.diag() / matrix.sum(0)).nan_to_num(0.0)


def recall(matrix):
    return (matrix.diag() / matrix.sum(1)).nan_to_num(0.0)


def f1(matrix):
    p, r = precision(matrix), recall(matrix)
    return torch.where(p + r > 0, 2 * p * r / (p + r), torch.zeros_like(p))


def macro_f1(matrix):
    return f1(matrix).sum() / len(matrix)
