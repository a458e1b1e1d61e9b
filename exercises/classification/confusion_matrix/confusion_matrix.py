"""The confusion matrix

Accuracy is one number and hides what goes wrong. The matrix of what was true against what was said shows it, and all other metrics are
read from it.

Write six functions:

- `confusion_matrix(truth, predicted, n_classes)`: two tensors of labels (`torch.int64`) from 0 to n_classes − 1, both (N,) or both (N, 1).
  It gives counts (`torch.int64`) of the shape (n_classes, n_classes): the **row** is the true class, the **column** the predicted one.
  Shapes that differ raise a `ValueError`.
- `accuracy(matrix)`: the share of all rows that came out right, between 0 and 1, as a tensor without axes.
- `precision(matrix)`, `recall(matrix)`, `f1(matrix)`: one number for each class, of the shape (n_classes,). Precision: of the rows called
  this class, the share that are of it. Recall: of the rows of this class, the share that were called so. F1: their harmonic mean, 2 · P ·
  R / (P + R). Where such a share is 0 / 0, it is 0.
- `macro_f1(matrix)`: the mean of the classes' F1, every class counting the same; a tensor without axes.

Matrices of batches may be added up, and the metrics of the sum are those of the whole data set. Nothing that is passed in is changed.

Example:

    matrix = confusion_matrix(torch.tensor([0, 0, 1, 2]), torch.tensor([0, 1, 1, 1]), 3)
    matrix                  # [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
    accuracy(matrix)        # 0.5
    precision(matrix)       # [1, 1/3, 0]
    recall(matrix)          # [1/2, 1, 0]
"""

import torch


def confusion_matrix(truth: torch.Tensor, predicted: torch.Tensor, n_classes: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: which axis is the truth?


def accuracy(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def precision(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: a column of the matrix


def recall(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: a row of the matrix


def f1(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def macro_f1(matrix: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
