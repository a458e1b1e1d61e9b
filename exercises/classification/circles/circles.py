"""Two rings

Points lie on two rings, one inside the other. No straight line parts them, and hardly any real
classes either, so this takes a model that can bend.

Fix what is wrong in these two functions, so that the trained model separates the two rings:

- `make_model()` returns a new `nn.Module` that maps points of shape (N, 2) to **logits** of shape (N, 1), N ≥ 1: any number, positive for
  the inner ring. It gets the two coordinates and nothing made from them by hand: no squares, no radius. What bends it is one activation
  or more between its linear layers, such as `nn.ReLU` or `nn.Tanh`.
- `train(model, x, y)` trains this very model in place and returns nothing. `x` has the shape (N, 2), `y` (N, 1) with 1.0 for the inner
  ring and 0.0 for the outer.
- On new points of the same rings more than 95 % must come out right, from each of three random starts.

The training set has 300 points. The rings have the radii 1 and 0.8, around (0, 0), and a little noise. A hidden layer of 32 units, and 500
steps of `torch.optim.Adam` with a learning rate of 0.02 on all points at once, are enough and take about a second at most. Plain SGD with a
rate of 0.1 needs some thousands of steps. A training is stopped after ten seconds.

Example:

    model = make_model()
    train(model, x, y)
    model(torch.tensor([[0.8, 0.0], [0.0, -1.0]]))      # such as [[6.1], [-7.4]]: inner, outer
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 32), nn.Linear(32, 1))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
