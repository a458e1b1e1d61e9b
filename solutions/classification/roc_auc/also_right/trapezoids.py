"""Sort once; a group of equal scores ends where the next score differs. AUC is the trapezoidal area under the curve."""

import torch


def midranks(scores):
    ordered, order = scores.sort()
    n = len(scores)
    is_last = torch.ones(n, dtype=torch.bool, device=scores.device)
    is_last[:-1] = ordered[1:] != ordered[:-1]
    last = is_last.nonzero().flatten() + 1
    first = torch.cat([last.new_ones(1), last[:-1] + 1])
    ranks = torch.empty(n, dtype=torch.float64, device=scores.device)
    ranks[order] = ((first + last).double() / 2).repeat_interleave(last - first + 1)
    return ranks


def roc_curve(scores, labels):
    order = scores.argsort(descending=True)
    ordered, hits = scores[order], labels[order]
    ends = torch.cat([(ordered[1:] != ordered[:-1]).nonzero().flatten(), order.new_tensor([len(order) - 1])])
    tp = hits.cumsum(0)[ends].double()
    fp = ends + 1 - tp
    zero = tp.new_zeros(1)
    return torch.cat([zero, fp / fp[-1]]), torch.cat([zero, tp / tp[-1]])


def auc(scores, labels):
    fpr, tpr = roc_curve(scores, labels)
    return torch.trapezoid(tpr, fpr).item()
