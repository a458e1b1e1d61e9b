"""From pseudo-code to a working training loop

Fix the training loop below: it contains one or more bugs. It was written from memory, as pseudo-code, and never
run. Read one error message after the other until the loop is correct.

`train(X, y, learning_rate, n_epochs)` is correct when it does this:

- `X` is a float tensor of shape (N, F), `y` has its dtype and the shape (N, 1) or (N,).
  Both shapes give the same result. `learning_rate` is a float, `n_epochs` an int, 0 or more.
- The model is `X @ w + b`, with `w` of shape (F, 1) and `b` of shape (1,). Both are initialized with zeros, in
  the dtype and on the device of X.
- One epoch is one step of gradient descent on the mean squared error of all N samples. The gradients are
  computed by autograd.
- It returns `(w, b, losses)` after `n_epochs` steps: two tensors, and a list of `n_epochs` floats,
  the loss of each epoch before its step.
- X and y must not be modified. A second call starts again from zeros.

Example, two points of the line 1 + 2x:

    X, y = torch.tensor([[0.0], [1.0]]), torch.tensor([1.0, 3.0])
    train(X, y, learning_rate=0.1, n_epochs=1)    # [[0.3]], [0.4] and [5.0]

Not to be used: `torch.optim`.
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
