"""`torch.autograd.grad` returns the gradients and leaves `.grad` unchanged, so there is nothing to zero."""

import torch


def train(x, y, b, w, lr, n_epochs):
    x, y = (torch.from_numpy(a).to(b) for a in (x, y))
    for _ in range(n_epochs):
        gradients = torch.autograd.grad(torch.nn.functional.mse_loss(b + w * x, y), (b, w))
        with torch.no_grad():
            for p, gradient in zip((b, w), gradients, strict=True):
                p.sub_(gradient, alpha=lr)
