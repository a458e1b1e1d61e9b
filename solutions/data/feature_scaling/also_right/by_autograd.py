"""autograd differentiates the loss twice; the steps are those of an nn.Linear and an SGD optimizer."""

import torch
from torch import nn


def hessian(x):
    y, start = x[:, :1], torch.zeros(x.shape[1] + 1, dtype=x.dtype, device=x.device)
    return torch.autograd.functional.hessian(lambda theta: ((theta[0] + x @ theta[1:, None] - y) ** 2).mean(), start)


def survey(x, y):
    values = torch.linalg.eigvalsh(hessian(x)).tolist()
    return {"condition": values[-1] / values[0], "max_stable_lr": 2 / values[-1], "steps": count(x, y, 1 / values[-1])}


def before_and_after(x, y):
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return tuple(survey(part, y) for part in (x, (x - mean) / std))


def count(x, y, lr):
    a = nn.functional.pad(x, (1, 0), value=1.0)
    threshold = 1.01 * ((a @ torch.linalg.solve(a.T @ a, a.T @ y) - y) ** 2).mean().item()
    layer = nn.Linear(x.shape[1], 1).to(x)
    for p in layer.parameters():
        nn.init.zeros_(p)
    optimizer, steps = torch.optim.SGD(layer.parameters(), lr=lr), 0
    while True:
        loss = nn.functional.mse_loss(layer(x), y)
        if loss.item() <= threshold:
            return steps
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps += 1
