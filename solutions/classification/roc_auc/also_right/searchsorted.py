"""Binary search in the sorted scores counts the lower and the equal ones; AUC is the mean over the positives of wins and half ties."""

import torch


def midranks(scores):
    ordered = torch.sort(scores).values
    below = torch.searchsorted(ordered, scores, side="left")
    up_to = torch.searchsorted(ordered, scores, side="right")
    return (below + up_to + 1).to(torch.float64) / 2


def roc_curve(scores, labels):
    thresholds = torch.unique(scores).flip(0)
    fractions = []
    for label in (0, 1):
        ordered = scores[labels == label].sort().values
        reached = len(ordered) - torch.searchsorted(ordered, thresholds, side="left")
        fractions.append(torch.cat([reached.new_zeros(1), reached]).to(torch.float64) / len(ordered))
    return fractions[0], fractions[1]


def auc(scores, labels):
    negatives = scores[labels == 0].sort().values
    positives = scores[labels == 1]
    wins = torch.searchsorted(negatives, positives, side="left")
    not_losses = torch.searchsorted(negatives, positives, side="right")
    return int((wins + not_losses).sum()) / (2 * len(negatives) * len(positives))
