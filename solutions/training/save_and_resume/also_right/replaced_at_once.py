"""The file is written under a temporary name and then moved; it also contains the generator state. Snapshots are on the CPU."""

from pathlib import Path

import torch


def save(path, model, optimizer, epoch):
    state = {name: value.cpu() for name, value in model.state_dict().items()}
    saved = {"model": state, "optimizer": optimizer.state_dict(), "epoch": epoch, "generator": torch.get_rng_state()}
    new = Path(f"{path}.new")
    torch.save(saved, new)
    new.replace(path)


def resume(path, model, optimizer):
    with Path(path).open("rb") as file:
        saved = torch.load(file, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    torch.set_rng_state(saved["generator"])
    return saved["epoch"]


def snapshot(model):
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
