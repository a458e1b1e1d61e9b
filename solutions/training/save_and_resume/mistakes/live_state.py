"""`model.state_dict()` is no copy: its tensors are the model's own and change with each step, so your "best" weights are
always the latest. A new dict around the same tensors (`dict(...)`, `.copy()`, `detach()`) does not help. Clone each
tensor.

Cards: modules/state-dict-live, training/shallow-snapshot
"""

from pathlib import Path

import torch
from torch import nn


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, path)


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    saved = torch.load(path, map_location=next(model.parameters()).device)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    return saved["epoch"]


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    return model.state_dict()
