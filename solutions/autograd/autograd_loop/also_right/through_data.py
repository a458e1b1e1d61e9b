"""`.data` shares the memory and is not recorded; None clears a gradient as well as zero."""

import torch


def train(x, y, b, w, lr, n_epochs):
    x = torch.tensor(x, dtype=b.dtype, device=b.device)
    y = torch.tensor(y, dtype=b.dtype, device=b.device)
    for _ in range(n_epochs):
        ((y - b - x * w) ** 2).sum().div(len(x)).backward()
        for p in (w, b):
            p.data -= lr * p.grad.data
            p.grad = None
