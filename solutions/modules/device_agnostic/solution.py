"""Tensors are created on the device, or moved and assigned again; the model is moved before the optimizer is created."""

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
        x, y = x.to(device, dtype), y.to(device, dtype)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(x)
        count += len(x)
    return total / count
