"""A first layer and an activation, followed by a smaller MLP."""

from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes, activation=nn.ReLU):
        super().__init__()
        first, second, *others = sizes
        self.head = nn.Linear(first, second)
        self.activation = activation() if others else nn.Identity()
        self.tail = MLP([second, *others], activation) if others else nn.Identity()

    def forward(self, x):
        return self.tail(self.activation(self.head(x)))
