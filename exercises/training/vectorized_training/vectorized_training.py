"""The same numbers for less work

A line of torch costs about the same for one row as for a hundred. So a Python loop over rows pays a hundred times, and a graph that nobody
sends backward costs memory for nothing.

Mend the two functions, so that their numbers are right and no work is wasted on them. `model` maps x of shape (N, n_features) to (N, 1),
each row for itself; `y` has the shape (N,). Neither x nor y is changed.

- `train(model, x, y, lr, n_steps)` trains the model in place: `n_steps` steps of plain SGD with the rate `lr` on the mean squared error of
  all N rows, also if gradients are left over from before the call. It returns a list of plain floats, the loss before each step.
- `evaluate(model, x, y, tolerance)` returns a dict of plain floats: `"loss"`, the mean squared error, and `"hits"`, the share of the rows
  with |prediction − y| at most `tolerance`. It changes nothing and knows the model's newest weights.

What makes them lean:

- How many torch operations run, those of `backward()` among them, does not grow with the number of rows; fetching a number with `item()` is
  one of them. (Pieces of a thousand rows or more are fine, too.)
- Nor does the number of lines of yours that run. So no loop over rows in plain Python either.
- `evaluate` runs the model without recording.

Example:

    train(model, x, y, lr=0.1, n_steps=2)       # such as [3.1, 2.4]
    evaluate(model, x, y, tolerance=0.5)        # such as {'loss': 1.9, 'hits': 0.25}
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        total = 0.0
        for i in range(len(x)):
            prediction = model(x[i : i + 1])[0, 0]
            total = total + (prediction - y[i]) ** 2
        loss = total / len(x)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    total, hits = 0.0, 0
    for i in range(len(x)):
        prediction = model(x[i : i + 1])[0, 0]
        error = abs(prediction.item() - y[i].item())
        total += error**2
        hits += error <= tolerance
    return {"loss": total / len(x), "hits": hits / len(x)}
