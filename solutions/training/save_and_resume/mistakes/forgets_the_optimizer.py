"""The optimizer's state is neither saved nor loaded, or is loaded into another optimizer than the caller's. Adam then
starts with empty means, and momentum from rest, so the training takes another path.

Cards: training/resume-needs-the-optimizer
"""

from pathlib import Path

import torch
from torch import nn


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    torch.save({"model": model.state_dict(), "epoch": epoch}, path)


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    saved = torch.load(path, map_location=next(model.parameters()).device)
    model.load_state_dict(saved["model"])
    return saved["epoch"]


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}
