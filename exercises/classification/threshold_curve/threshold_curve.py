"""The threshold is a choice

A classifier gives scores; from which score on to say "yes" is up to you. Each threshold trades false alarms for misses, and one that was
chosen by looking at the test rows makes the test worthless.

Write four functions. `scores` is a float tensor of shape (N,), N ≥ 1, any finite numbers; `labels` holds 0 and 1 (`torch.int64`), (N,).
A row is **called positive if its score is the threshold or more** (score ≥ threshold), everywhere.

- `precision_recall(scores, labels, thresholds)`: `thresholds` is a float tensor of shape (T,), in any order. It gives two float tensors of
  shape (T,): for each threshold the precision (of the rows called positive, the share that are) and the recall (of the positive rows, the
  share called so). A share of 0 / 0 is 0.
- `f1(scores, labels, threshold)`: the F1 score at one threshold, a plain float: 2 · TP / (2 · TP + FP + FN), and 0 if that is 0 / 0.
- `best_threshold(scores, labels)`: that one **of the scores** with which as the threshold F1 is highest, a plain float. If several are
  equally good, any of them will do.
- `tune_and_report(valid_scores, valid_labels, test_scores, test_labels)`: a dict of three plain floats: `"threshold"`, the best one on the
  validation rows, `"valid_f1"`, F1 there, and `"test_f1"`, F1 of the test rows at the same threshold.

Nothing that is passed in is changed.

Example:

    scores = torch.tensor([0.75, 0.5, 0.5, 0.25])
    labels = torch.tensor([1, 0, 1, 0])
    precision_recall(scores, labels, torch.tensor([0.5, 0.75, 1.5]))     # [0.6667, 1., 0.] and [1., 0.5, 0.]
    f1(scores, labels, 0.75)                                            # 0.6667
    best_threshold(scores, labels)                                      # 0.5, where F1 is 0.8
"""

import torch


def precision_recall(scores: torch.Tensor, labels: torch.Tensor, thresholds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: a table of all thresholds and all rows may help


def f1(scores: torch.Tensor, labels: torch.Tensor, threshold: float) -> float:
    raise NotImplementedError  # TODO


def best_threshold(scores: torch.Tensor, labels: torch.Tensor) -> float:
    raise NotImplementedError  # TODO: which thresholds are worth trying?


def tune_and_report(
    valid_scores: torch.Tensor, valid_labels: torch.Tensor, test_scores: torch.Tensor, test_labels: torch.Tensor
) -> dict[str, float]:
    raise NotImplementedError  # TODO: which rows may the threshold know?
