"""`w = w - ...` makes a new tensor and calls it w. It was made under `no_grad`, so it does not require grad, and the next
`backward()` has nowhere to go. Change the tensor itself, with `-=`; then its gradient must be emptied, too.

Cards: optimisers/update-in-place, autograd/in-place-leaf
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
            w = w - learning_rate * w.grad
            b = b - learning_rate * b.grad
    return w.detach(), b.detach(), losses
