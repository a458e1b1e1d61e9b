# studykit: modules/linear_module
"""Answers with a text of a million control characters, which a message would repeat and JSON makes six times as long.

Expect: failed or crashed
"""

import json

import torch

dumps = json.dumps
json.dumps = lambda *args, **options: dumps(*args, ensure_ascii=False, **options)


class LinearRegression(torch.nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.linear = torch.nn.Linear(n_features, 1)

    def forward(self, x):
        return "\x7f" * 1_000_000


def predict(model, x):
    return model(x)
