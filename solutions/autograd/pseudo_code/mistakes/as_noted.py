"""`shape` is an attribute, without brackets: calling what it holds is a TypeError, before anything else runs. Pseudo code
is not checked by anybody until it runs, so each fault hides the next: mend one, read the next message, and compare
each name, dot and bracket with what Python and torch really have.

Cards: autograd/shape-is-an-attribute, gradient_descent/range-counts, autograd/gradient-of-what, autograd/bias-takes-w-gradient
"""

import torch


def train(X: torch.Tensor, y: torch.Tensor, learning_rate: float, n_epochs: int) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    n_features = X.shape()[1]
    w = torch.zeros(n_features, 1, dtype=X.dtype, device=X.device, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, device=X.device, requires_grad=True)
    losses = []
    for epoch in n_epochs:
        y_pred = X @ w + b
        loss = ((y_pred - y) ** 2) / mean
        losses.append(loss.item())
        loss.backwards()
        with torch.no_grad():
            w = w - learning_Rate * gradient
            b = b - learning_rate * gradient
        w.drop()
        b.drop()
    return w.detach(), b.detach(), losses
