"""The class is a Sequential; the activation after the last layer is removed."""

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, sizes, activation=nn.ReLU):
        layers = [layer for a, b in zip(sizes, sizes[1:], strict=False) for layer in (nn.Linear(a, b), activation())]
        super().__init__(*layers[:-1])
