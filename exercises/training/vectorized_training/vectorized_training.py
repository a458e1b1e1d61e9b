"""Vectorized training and evaluation

Vectorize the two functions below: replace the Python loops over samples by operations on whole tensors, and build no graph where none is
needed. A call of a torch function takes about as long for one sample as for a hundred, so a Python loop over samples is slow.

`model` takes x of shape (N, n_features) and returns a tensor of shape (N, 1), and processes each sample independently; `y` has the shape
(N,). Neither x nor y is modified.

- `train(model, x, y, lr, n_steps)` trains the model in place: `n_steps` steps of plain SGD with the learning rate `lr` on the mean squared
  error of all N samples, even if gradients are left over from before the call. It returns a list of plain floats, the loss before each
  step.
- `evaluate(model, x, y, tolerance)` returns a dict of plain floats: `"loss"`, the mean squared error, and `"hits"`, the fraction of
  samples with |prediction − y| at most `tolerance`. It changes nothing and uses the current weights of the model.

Efficiency:

- The number of torch operations, including those of `backward()`, must not depend on N; reading a value with `item()` also counts as one.
  (Chunks of a thousand samples or more are allowed.)
- The number of Python lines that run in your code must not depend on N either. So no Python loop over samples.
- `evaluate` runs the model without recording a graph.

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
