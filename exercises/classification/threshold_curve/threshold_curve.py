"""Decision threshold: precision, recall and F1

Write the precision-recall curve of a binary classifier and choose its decision threshold. The classifier outputs scores; a higher threshold
gives fewer false positives and more false negatives. If you choose the threshold on the test set, the test result is too optimistic.

Write four functions. `scores` is a float tensor of shape (N,), N ≥ 1, any finite values; `labels` contains 0 and 1 (`torch.int64`), (N,).
A sample is **predicted positive if its score is at least the threshold** (score ≥ threshold), everywhere.

- `precision_recall(scores, labels, thresholds)`: `thresholds` is a float tensor of shape (T,), in any order. It returns two float tensors
  of shape (T,): for each threshold the precision (the fraction of the predicted positives that are positive) and the recall (the fraction
  of the positives that are predicted positive). A fraction 0 / 0 is 0.
- `f1(scores, labels, threshold)`: the F1 score at one threshold, a plain float: 2 · TP / (2 · TP + FP + FN), and 0 if that is 0 / 0.
- `best_threshold(scores, labels)`: the one **of the scores** that gives the highest F1 as the threshold, a plain float. If several are
  equally good, return any of them.
- `tune_and_report(valid_scores, valid_labels, test_scores, test_labels)`: a dict of three plain floats: `"threshold"`, the best one on the
  validation set, `"valid_f1"`, its F1 there, and `"test_f1"`, the F1 of the test set at the same threshold.

The inputs are not changed.

Example:

    scores = torch.tensor([0.75, 0.5, 0.5, 0.25])
    labels = torch.tensor([1, 0, 1, 0])
    precision_recall(scores, labels, torch.tensor([0.5, 0.75, 1.5]))     # [0.6667, 1., 0.] and [1., 0.5, 0.]
    f1(scores, labels, 0.75)                                            # 0.6667
    best_threshold(scores, labels)                                      # 0.5, where F1 is 0.8
"""

import torch


def precision_recall(scores: torch.Tensor, labels: torch.Tensor, thresholds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: compare all scores with all thresholds by broadcasting


def f1(scores: torch.Tensor, labels: torch.Tensor, threshold: float) -> float:
    raise NotImplementedError  # TODO


def best_threshold(scores: torch.Tensor, labels: torch.Tensor) -> float:
    raise NotImplementedError  # TODO: which thresholds are worth trying?


def tune_and_report(
    valid_scores: torch.Tensor, valid_labels: torch.Tensor, test_scores: torch.Tensor, test_labels: torch.Tensor
) -> dict[str, float]:
    raise NotImplementedError  # TODO: on which set is the threshold chosen?
