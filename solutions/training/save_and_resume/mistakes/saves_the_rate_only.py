"""Of the optimizer you keep the learning rate, and not what it remembers of its steps. `optimizer.state_dict()` holds
both.

Cards: training/resume-needs-the-optimizer
"""

from pathlib import Path

import torch
from torch import nn


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    torch.save({"model": model.state_dict(), "lr": optimizer.param_groups[0]["lr"], "epoch": epoch}, path)


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    saved = torch.load(path, map_location=next(model.parameters()).device)
    model.load_state_dict(saved["model"])
    optimizer.param_groups[0]["lr"] = saved["lr"]
    return saved["epoch"]


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}
