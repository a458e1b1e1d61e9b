"""Seven faults at once. `shape` is an attribute, without brackets. A number is not a sequence: `range(n_epochs)`. `mean`
is a method of the squares, not a number to divide by. The method is called `backward`. `learning_Rate` and
`learning_rate` are two names. Each parameter moves in place, with its own `.grad`, not with one `gradient` that
nobody has made. And a gradient is emptied with `w.grad.zero_()`, not with `drop`.

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
