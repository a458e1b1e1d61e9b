"""Two ModuleLists, layers and bends, and a forward that goes through both."""

from itertools import pairwise

from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes, activation=nn.ReLU):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.bends = nn.ModuleList(activation() for _ in sizes[2:])

    def forward(self, x):
        for layer, bend in zip(self.layers, self.bends, strict=False):
            x = bend(layer(x))
        return self.layers[-1](x)
