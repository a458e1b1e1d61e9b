"""No `nn.Linear` at all: the weights are parameters of the module, the activation is a sine, and the optimizer takes all points at once."""

import torch
from torch import nn


class Waves(nn.Module):
    def __init__(self):
        super().__init__()
        self.inward = nn.Parameter(2 * torch.randn(2, 24))
        self.shift = nn.Parameter(torch.randn(24))
        self.outward = nn.Parameter(0.3 * torch.randn(24, 1))
        self.level = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return torch.sin(x @ self.inward + self.shift) @ self.outward + self.level


def make_model():
    return Waves()


def train(model, x, y):
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
    for _ in range(600):
        margin = (2 * y - 1) * model(x)
        model.zero_grad()
        nn.functional.softplus(-margin).mean().backward()
        optimizer.step()
