# studykit: modules/linear_module
"""Answers with a text of terminal commands, which a message would repeat.

Expect: failed
"""

import torch


class LinearRegression(torch.nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.linear = torch.nn.Linear(n_features, 1)

    def forward(self, x):
        return "\x1b[2J\x1b]0;owned\x07\r\x9b1A"


def predict(model, x):
    return model(x)
