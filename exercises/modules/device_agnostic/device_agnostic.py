"""Device-agnostic code

Fix three functions so that they work on any device and with either dtype. Device-agnostic code does not hard-code a device: it takes
the device as an argument and moves the model and the data there.

Fix the three functions. `device` may be any device, `dtype` is `torch.float32` or `torch.float64`:

- `to_tensors(x, y, device, dtype)`: NumPy arrays of the shapes (N, F) and (N,) as tensors of the shapes (N, F) and (N, 1), on the device
  and in the dtype. Later changes to the arrays do not change the tensors.
- `make_parameters(n_features, device, dtype)` returns the weight, of shape (n_features, 1), and the bias, of shape (1,), of a linear
  model. Both are zeros, on the device, in the dtype; and both are **leaves** that require grad, so `backward()` fills their `.grad`.
- `train(model, batches, lr, device, dtype)` moves the model, in place, to device and dtype and trains it for one epoch with plain SGD on
  the mean squared error. `batches` is a list of pairs `(x, y)` of tensors that may be on another device, or of another dtype. Gradients
  from before the call have no effect.
- `train` returns the mean loss over all samples, each batch's loss computed before its step, as a tensor of shape (), on the device, in
  the dtype, without a graph. Do not copy values from the device to the CPU during training, since that synchronizes.
- On some devices a model gets new parameter tensors when it is moved. `train` works there, too.

Example:

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    w, b = make_parameters(3, device, torch.float32)
    train(nn.Linear(3, 1), batches, 0.1, device, torch.float32)     # such as tensor(1.27), on the device
"""

import numpy as np
import torch
from torch import nn


def to_tensors(x: np.ndarray, y: np.ndarray, device: torch.device, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.tensor(x, device=device, dtype=dtype), torch.tensor(y, device=device, dtype=dtype).reshape(-1, 1)


def make_parameters(n_features: int, device: torch.device, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    w = torch.zeros(n_features, 1, device=device, dtype=dtype, requires_grad=True)
    b = torch.zeros(1, device=device, dtype=dtype, requires_grad=True)
    return w, b


def train(model: nn.Module, batches: list, lr: float, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    model.to(device, dtype)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    total, count = 0.0, 0
    for x, y in batches:
        x.to(device, dtype)
        y.to(device, dtype)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(x)
        count += len(x)
    return total / count
