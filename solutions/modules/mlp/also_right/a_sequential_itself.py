"""The class is a Sequential; the activation after the last layer is left off again."""

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, sizes, activation=nn.ReLU):
        parts = [part for a, b in zip(sizes, sizes[1:], strict=False) for part in (nn.Linear(a, b), activation())]
        super().__init__(*parts[:-1])
