"""ROC curve and AUC

Write the ROC curve of a binary classifier and the area under it (AUC). The ROC curve shows the true positive rate against the false
positive rate for all decision thresholds. AUC is the probability that a random positive sample has a higher score than a random negative
one. It equals the Mann-Whitney U statistic divided by the number of pairs, so it can be computed from ranks, without the curve.

Write three functions. `scores` is a float tensor of shape (N,), float32 or float64, with any finite values. `labels` contains 0 and 1
(`torch.int64`), shape (N,). Both classes occur.

- `midranks(scores)` returns a float64 tensor of shape (N,): the rank of each sample. The lowest score has rank 1. Samples with equal scores
  all have the mean of their ranks (the midrank): if two samples share the ranks 2 and 3, both have 2.5.
- `roc_curve(scores, labels)` returns a tuple of two float64 tensors, `fpr` and `tpr`, of shape (K + 1,) for K distinct scores:
  - The first point is (0, 0).
  - Then each distinct score is the threshold of one point, from the highest to the lowest. A sample is predicted positive if its score is
    at least the threshold.
  - `fpr` is the fraction of the negatives that are predicted positive, `tpr` the fraction of the positives that are predicted positive.
- `auc(scores, labels)` returns a plain float: U / (P · Q), for P positives and Q negatives. U is the sum of the midranks of the positives,
  minus P(P + 1) / 2. A positive and a negative with equal scores count one half.

Two scores are equal only if they are equal in their own dtype. N may be 100,000, where a matrix of all pairs does not fit in memory and
float32 is not precise enough: AUC is accurate to 1e-9. The inputs are not changed.

Do not use scikit-learn or SciPy.

Example:

    scores = torch.tensor([0.8, 0.5, 0.5, 0.2])
    labels = torch.tensor([1, 1, 0, 0])
    midranks(scores)             # [4., 2.5, 2.5, 1.]
    roc_curve(scores, labels)    # fpr [0., 0., 0.5, 1.] and tpr [0., 0.5, 1., 1.]
    auc(scores, labels)          # 0.875: of 4 pairs, 3 are in the right order and 1 is a tie
"""

import torch


def midranks(scores: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: equal scores share the mean of their ranks


def roc_curve(scores: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: one point for each distinct score


def auc(scores: torch.Tensor, labels: torch.Tensor) -> float:
    raise NotImplementedError  # TODO: from the midranks of the positives
