"""A layer contains w and b; its parameters are updated manually."""

from torch import nn


def train(X, y, learning_rate, n_epochs):
    layer = nn.Linear(X.shape[1], 1).to(X)
    for p in layer.parameters():
        nn.init.zeros_(p)
    losses = []
    for _ in range(n_epochs):
        loss = nn.functional.mse_loss(layer(X).flatten(), y.flatten())
        losses.append(float(loss))
        layer.zero_grad()
        loss.backward()
        for p in layer.parameters():
            p.data.sub_(learning_rate * p.grad)
    return layer.weight.T, layer.bias, losses
