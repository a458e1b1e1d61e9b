"""New values are computed first and copied in place; the loss is printed sometimes, and the gradients are deleted after each epoch."""

import torch


def train(x, y, b, w, lr, n_epochs):
    x, y = (torch.from_numpy(array.copy()).to(b) for array in (x, y))
    for epoch in range(n_epochs):
        loss = torch.nn.functional.mse_loss(b + w * x, y)
        if epoch % 100 == 0:
            print(epoch, loss.item())
        torch.autograd.backward(loss, inputs=[b, w])
        with torch.no_grad():
            b.copy_(b - lr * b.grad)
            w.copy_(w - lr * w.grad)
        del b.grad, w.grad
