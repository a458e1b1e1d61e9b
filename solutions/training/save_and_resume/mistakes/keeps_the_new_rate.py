"""After loading you set the learning rate back to that of the new optimizer. The training went with another one.

Cards: training/resume-needs-the-optimizer
"""

from pathlib import Path

import torch
from torch import nn


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, path)


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    saved = torch.load(path, map_location=next(model.parameters()).device)
    model.load_state_dict(saved["model"])
    lr = optimizer.param_groups[0]["lr"]
    optimizer.load_state_dict(saved["optimizer"])
    optimizer.param_groups[0]["lr"] = lr
    return saved["epoch"]


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}
