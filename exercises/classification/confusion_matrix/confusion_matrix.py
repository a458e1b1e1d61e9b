"""Confusion matrix, precision, recall and F1

Write a confusion matrix and the metrics that are computed from it. Accuracy is a single number and hides which classes are confused with
each other. The confusion matrix shows it.

Write six functions:

- `confusion_matrix(truth, predicted, n_classes)`: two tensors of labels (`torch.int64`) from 0 to n_classes − 1, both (N,) or both (N, 1).
  It returns counts (`torch.int64`) of shape (n_classes, n_classes): the **row** is the true class, the **column** the predicted one.
  If the shapes differ, it raises a `ValueError`.
- `accuracy(matrix)`: the fraction of all samples that are correctly classified, between 0 and 1, as a 0-D tensor.
- `precision(matrix)`, `recall(matrix)`, `f1(matrix)`: one value per class, of shape (n_classes,). Precision: the fraction of the samples
  predicted as this class that belong to it. Recall: the fraction of the samples of this class that are predicted as it. F1: their harmonic
  mean, 2 · P · R / (P + R). Where one of these is 0 / 0, it is 0.
- `macro_f1(matrix)`: the unweighted mean of the F1 scores of all classes, as a 0-D tensor.

The matrices of batches can be summed, and the metrics of the sum are those of the whole dataset. The inputs are not changed.

Example:

    matrix = confusion_matrix(torch.tensor([0, 0, 1, 2]), torch.tensor([0, 1, 1, 1]), 3)
    matrix                  # [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
    accuracy(matrix)        # 0.5
    precision(matrix)       # [1, 1/3, 0]
    recall(matrix)          # [1/2, 1, 0]
"""

import torch


def confusion_matrix(truth: torch.Tensor, predicted: torch.Tensor, n_classes: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: which dim is the true class?


def accuracy(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def precision(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: divide by the sum of a column


def recall(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: divide by the sum of a row


def f1(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def macro_f1(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
