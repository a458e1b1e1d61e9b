"""`b = b - learning_rate * w.grad` runs, because the shapes broadcast, but b gets w's gradient and w's shape (F, 1). In
place the shapes would not have fitted, and an error had told you.

Cards: autograd/bias-takes-w-gradient, optimisers/update-in-place
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
        with torch.no_grad():
            w -= learning_rate * w.grad
            b = b - learning_rate * w.grad
        w.grad.zero_()
        b.requires_grad_()
    return w.detach(), b.detach(), losses
