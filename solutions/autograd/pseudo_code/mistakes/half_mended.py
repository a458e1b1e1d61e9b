"""The names are right now, and what is left is no matter of syntax. `w = w - ...` under `no_grad` makes a new tensor
that does not require grad, so in the next round `backward()` fails; the update has to be in place. And b moves with
w's gradient, averaged, in place of its own.

Cards: optimisers/update-in-place, autograd/bias-takes-w-gradient
"""

import torch


def train(X: torch.Tensor, y: torch.Tensor, learning_rate: float, n_epochs: int) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    n_features = X.shape[1]
    w = torch.zeros(n_features, 1, dtype=X.dtype, device=X.device, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, device=X.device, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        y_pred = X @ w + b
        loss = ((y_pred - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            gradient = w.grad.mean()
            w = w - learning_rate * gradient
            b = b - learning_rate * gradient
    return w.detach(), b.detach(), losses
