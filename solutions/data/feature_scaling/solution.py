"""With a column of ones the loss is the mean of (A theta - y)^2; its Hessian is 2 A^T A / N."""

import torch
from torch.nn.functional import mse_loss


def hessian(x: torch.Tensor) -> torch.Tensor:
    a = with_ones(x)
    return 2 * a.T @ a / len(x)


def survey(x: torch.Tensor, y: torch.Tensor) -> dict[str, float]:
    eigenvalues = torch.linalg.eigvalsh(hessian(x))
    max_lr = 2 / eigenvalues.max().item()
    return {"condition": (eigenvalues.max() / eigenvalues.min()).item(), "max_stable_lr": max_lr, "steps": steps(x, y, max_lr / 2)}


def before_and_after(x: torch.Tensor, y: torch.Tensor) -> tuple[dict[str, float], dict[str, float]]:
    scaled = (x - x.mean(dim=0)) / x.std(dim=0, correction=0)
    return survey(x, y), survey(scaled, y)


def steps(x: torch.Tensor, y: torch.Tensor, lr: float) -> int:
    a = with_ones(x)
    best = torch.linalg.solve(a.T @ a, a.T @ y)
    threshold = 1.01 * mse_loss(a @ best, y)
    theta, count = torch.zeros_like(best), 0
    while mse_loss(a @ theta, y) > threshold:
        theta, count = theta - lr * 2 * a.T @ (a @ theta - y) / len(a), count + 1
    return count


def with_ones(x: torch.Tensor) -> torch.Tensor:
    return torch.cat([torch.ones_like(x[:, :1]), x], dim=1)
