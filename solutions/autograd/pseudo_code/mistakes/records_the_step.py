"""The step stands outside of `torch.no_grad()`, so autograd would record it, and an in-place change of a leaf that
requires grad cannot be recorded: RuntimeError.

Cards: autograd/in-place-leaf, autograd/four-tools
"""

import torch


def train(X: torch.Tensor, y: torch.Tensor, learning_rate: float, n_epochs: int) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    n_features = X.shape[1]
    w = torch.zeros(n_features, 1, dtype=X.dtype, device=X.device, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, device=X.device, requires_grad=True)
    y = y.reshape(-1, 1)
    losses = []
    for _ in range(n_epochs):
        y_pred = X @ w + b
        loss = ((y_pred - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        w -= learning_rate * w.grad
        b -= learning_rate * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return w.detach(), b.detach(), losses
