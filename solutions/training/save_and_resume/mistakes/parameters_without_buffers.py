"""Only the parameters are saved. What batch norm has learned of its inputs is in buffers, and a model without them gives
other outputs when it evaluates.

Cards: modules/buffer, training/save-the-state
"""

from pathlib import Path

import torch
from torch import nn


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    torch.save(
        {"model": {name: p.detach() for name, p in model.named_parameters()}, "optimizer": optimizer.state_dict(), "epoch": epoch}, path
    )


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    saved = torch.load(path, map_location=next(model.parameters()).device)
    model.load_state_dict(saved["model"], strict=False)
    optimizer.load_state_dict(saved["optimizer"])
    return saved["epoch"]


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}
