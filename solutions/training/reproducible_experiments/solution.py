"""A run depends only on its config and its data, and only its record remains."""

import torch
from torch import nn


def run(config: dict, x: torch.Tensor, y: torch.Tensor) -> dict:
    with torch.random.fork_rng():
        torch.manual_seed(config["seed"])
        layers = nn.Linear(x.shape[1], config["hidden"]), nn.Tanh(), nn.Linear(config["hidden"], 1)
    model = nn.Sequential(*layers).to(x.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=config["lr"])
    loss_fn = nn.MSELoss()
    losses = []
    for _ in range(config["n_epochs"]):
        loss = loss_fn(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"config": dict(config), "losses": losses}


def changed(old: dict, new: dict) -> str:
    keys = sorted(key for key in old.keys() | new.keys() if key not in old or key not in new or old[key] != new[key])
    if len(keys) > 1:
        raise ValueError(f"more than one change: {', '.join(keys)}")
    if not keys:
        raise ValueError("nothing was changed")
    return keys.pop()


def compare(old: dict, new: dict) -> dict:
    key = changed(old["config"], new["config"])
    gain = old["losses"][-1] - new["losses"][-1]
    return {"changed": key, "old": old["config"].get(key), "new": new["config"].get(key), "gain": gain}
