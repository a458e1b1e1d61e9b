"""All counts are in the confusion matrix: its diagonal is the intersection; row sums + column sums − diagonal is the union."""

import torch


class IoU:
    def __init__(self, n_classes):
        self.n = n_classes
        self.counts = torch.zeros(n_classes, n_classes, dtype=torch.float64)

    def update(self, pred, target):
        if pred.shape != target.shape:
            raise ValueError("pred and target must have the same shape")
        classes = torch.arange(self.n, device=target.device)
        is_target, is_pred = ((part.reshape(-1, 1) == classes).double() for part in (target, pred))
        self.counts = self.counts.to(target.device) + is_target.T @ is_pred

    def ious(self):
        intersection = self.counts.diagonal()
        return intersection / (self.counts.sum(0) + self.counts.sum(1) - intersection)

    def compute(self):
        return self.ious().cpu().tolist()

    def mean(self):
        return self.ious().nanmean().item()
