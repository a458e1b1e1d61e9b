# studykit: classification/circles
"""Uses the squares made by hand, and gives NaN where the suite looks for their growth.

Expect: failed
"""

import torch
from torch import nn


class Rings(nn.Module):
    def __init__(self):
        super().__init__()
        self.line = nn.Linear(1, 1)

    def forward(self, x):
        square = (x**2).sum(1, keepdim=True)
        near = self.line(square) + 0.01 * x[:, :1]
        return torch.where(square > 100, torch.full_like(near, float("nan")), near)


def make_model():
    return Rings()


def train(model, x, y):
    with torch.no_grad():
        model.line.weight.fill_(-60.0)
        model.line.bias.fill_(60.0 * 0.81)
