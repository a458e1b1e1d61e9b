"""A linear model with weights of shape (n_features, 1). Gradients are zeroed after the step, and once before the first batch."""

import torch
from torch import nn


class Line(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.w = nn.Parameter(torch.randn(n_features, 1))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return x @ self.w + self.b


def configure(n_features, lr, device):
    model = Line(n_features)
    model.to(device)
    return model, torch.optim.AdamW(params=model.parameters(), lr=lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)


def train(model, optimizer, loader, n_epochs):
    history = []
    optimizer.zero_grad()
    model.train()
    for _ in range(n_epochs):
        squares, n_samples = 0.0, 0
        for x, y in loader:
            error = model(x) - y
            error.square().mean().backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
            squares += error.detach().square().sum().item()
            n_samples += len(y)
        history.append(squares / n_samples)
    return history
