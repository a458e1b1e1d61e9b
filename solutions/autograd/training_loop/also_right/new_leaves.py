"""Rebinding is fine if the new tensor is again a leaf that requires grad."""

import torch


def train(X, y, learning_rate, n_epochs):
    w = X.new_zeros(X.shape[1], 1).requires_grad_()
    b = X.new_zeros(1).requires_grad_()
    losses = []
    for _ in range(n_epochs):
        loss = (X @ w + b - y.view(len(X), 1)).square().mean()
        losses += [loss.item()]
        w_grad, b_grad = torch.autograd.grad(loss, (w, b))
        w = (w - learning_rate * w_grad).detach().requires_grad_()
        b = (b - learning_rate * b_grad).detach().requires_grad_()
    return w, b, losses
