"""`-=` and `/=` write into the caller's x. Make a new tensor.

Cards: gradient_descent/name-is-no-copy
"""

import torch


def hessian(x: torch.Tensor) -> torch.Tensor:
    a = with_ones(x)
    return 2 * a.T @ a / len(x)


def survey(x: torch.Tensor, y: torch.Tensor) -> dict[str, float]:
    curvatures = torch.linalg.eigvalsh(hessian(x))
    border = 2 / curvatures.max().item()
    return {"condition": (curvatures.max() / curvatures.min()).item(), "border": border, "steps": steps(x, y, border / 2)}


def before_and_after(x: torch.Tensor, y: torch.Tensor) -> tuple[dict[str, float], dict[str, float]]:
    before = survey(x, y)
    x -= x.mean(dim=0)
    x /= x.std(dim=0, correction=0)
    return before, survey(x, y)


def steps(x: torch.Tensor, y: torch.Tensor, rate: float) -> int:
    a = with_ones(x)
    lowest = loss(a, torch.linalg.solve(a.T @ a, a.T @ y), y)
    theta, count = torch.zeros_like(a[:1].T), 0
    while loss(a, theta, y) > 1.01 * lowest and count < 1000:
        theta = theta - rate * 2 * a.T @ (a @ theta - y) / len(a)
        count += 1
    return count


def loss(a: torch.Tensor, theta: torch.Tensor, y: torch.Tensor) -> float:
    return ((a @ theta - y) ** 2).mean().item()


def with_ones(x: torch.Tensor) -> torch.Tensor:
    return torch.cat([torch.ones_like(x[:, :1]), x], dim=1)
