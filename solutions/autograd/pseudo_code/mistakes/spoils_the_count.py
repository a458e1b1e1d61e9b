"""`n_epochs` is used as the loop variable, too, so it holds the number of the round, and the loss is divided by a
different number each time. Keep the count and the counter apart, and divide by nothing: `.mean()` has done it.

Cards: autograd/loop-variable-eats-count
"""

import torch


def train(X: torch.Tensor, y: torch.Tensor, learning_rate: float, n_epochs: int) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    n_features = X.shape[1]
    w = torch.zeros(n_features, 1, dtype=X.dtype, device=X.device, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, device=X.device, requires_grad=True)
    y = y.reshape(-1, 1)
    losses = []
    for n_epochs in range(n_epochs):
        y_pred = X @ w + b
        loss = ((y_pred - y) ** 2).mean()
        losses.append(loss.item() / (n_epochs + 1))
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return w.detach(), b.detach(), losses
