# studykit: modules/linear_module
"""Has a third parameter that is in no state_dict, and makes the probe name two.

Expect: failed
"""

import sys

import torch
from torch import nn


def names(submission, *args):
    n_features = args[-1]
    keys, shapes = ["linear.weight", "linear.bias"], [[1, n_features], [1]]
    zeros = [torch.zeros(shape) for shape in shapes]
    return {"keys": keys, "shapes": shapes, "state": dict(zip(keys, zeros)), "parameters": zeros}


sys.modules["probes"].names = sys.modules["probes"].parts = names


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.linear = nn.Linear(n_features, 1)
        self.more = [nn.Parameter(torch.ones(7))]

    def parameters(self, recurse=True):
        yield from super().parameters(recurse)
        yield from self.more

    def forward(self, x):
        return self.linear(x)


def predict(model, x):
    return model(x)
