"""The step by hand, the losses converted at once at the end, and evaluation with library functions."""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    parameters = list(model.parameters())
    losses = torch.zeros(n_steps, dtype=y.dtype, device=y.device)
    for step in range(n_steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        gradients = torch.autograd.grad(loss, parameters)
        losses[step] = loss.detach()
        with torch.no_grad():
            for p, gradient in zip(parameters, gradients, strict=True):
                p -= lr * gradient
    return losses.tolist()


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        predictions = model(x).flatten()
        loss = nn.functional.mse_loss(predictions, y)
        hits = torch.count_nonzero((predictions - y).abs() <= tolerance)
    return {"loss": float(loss), "hits": int(hits) / len(y)}
