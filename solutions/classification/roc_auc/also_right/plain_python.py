"""Sorting and `groupby` in plain Python, with exact integers until the last division."""

from itertools import groupby

import torch


def _groups(values):
    """The indices of each group of equal values, from the lowest to the highest."""
    order = sorted(range(len(values)), key=values.__getitem__)
    return [list(group) for _, group in groupby(order, key=values.__getitem__)]


def midranks(scores):
    values = scores.tolist()
    ranks, below = [0.0] * len(values), 0
    for group in _groups(values):
        for i in group:
            ranks[i] = below + (len(group) + 1) / 2
        below += len(group)
    return torch.tensor(ranks, dtype=torch.float64, device=scores.device)


def roc_curve(scores, labels):
    classes = labels.tolist()
    n_pos = sum(classes)
    n_neg = len(classes) - n_pos
    tp = fp = 0
    fpr, tpr = [0.0], [0.0]
    for group in reversed(_groups(scores.tolist())):
        hits = sum(classes[i] for i in group)
        tp += hits
        fp += len(group) - hits
        fpr.append(fp / n_neg)
        tpr.append(tp / n_pos)
    return tuple(torch.tensor(fractions, dtype=torch.float64, device=scores.device) for fractions in (fpr, tpr))


def auc(scores, labels):
    classes = labels.tolist()
    n_pos = sum(classes)
    doubled, negatives_below = 0, 0
    for group in _groups(scores.tolist()):
        hits = sum(classes[i] for i in group)
        others = len(group) - hits
        doubled += hits * (2 * negatives_below + others)
        negatives_below += others
    return doubled / (2 * n_pos * negatives_below)
