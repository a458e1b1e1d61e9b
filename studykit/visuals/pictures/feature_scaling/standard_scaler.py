"""Records the surface and a path for x, 10 x, and x as the submission's scaler gives it."""

import numpy as np
import torch

from studykit.visuals.data import notes_line

LR, N_STEPS = 0.5, 20


def test_the_scaled_feature(probes, record, device):
    """`fit` and `transform` give a feature of the same shape."""
    x, y, _, _ = notes_line()
    column = torch.as_tensor(x, device=device)
    scaled = probes.transformed(column, [column])[0].cpu().double().numpy().reshape(-1, 1)
    record(worlds=[world("x", x, y, LR), world("10 x", 10 * x, y, 0.03), world("x standardized", scaled, y, LR)])


def world(name, x, y, lr):
    design = np.hstack([np.ones_like(x), x])
    hessian = 2 * design.T @ design / len(x)
    best = np.linalg.lstsq(design, y, rcond=None)[0]
    point, path = best + np.array([[-1.0], [0.8 if name != "10 x" else 0.3]]), []
    for _ in range(N_STEPS + 1):
        path.append(point.ravel())
        point = point - lr * 2 * design.T @ (design @ point - y) / len(x)
    b, w = np.linspace(best[0, 0] - 2, best[0, 0] + 2, 61), np.linspace(best[1, 0] - 2, best[1, 0] + 2, 61)
    loss = ((b[None, :, None] + w[:, None, None] * x.ravel() - y.ravel()) ** 2).mean(-1)
    lowest, highest = np.linalg.eigvalsh(hessian)[[0, -1]]
    condition = float(highest / lowest) if lowest > 0 else float("inf")
    return {"name": name, "lr": lr, "condition": condition, "b": b, "w": w, "loss": loss, "path": path, "least_squares": best.ravel()}
