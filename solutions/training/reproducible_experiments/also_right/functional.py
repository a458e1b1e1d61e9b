"""The whole run is inside `fork_rng`; missing keys are marked by a value that no config contains."""

import torch
from torch import nn
from torch.nn.functional import mse_loss

MISSING = object()


def run(config, x, y):
    with torch.random.fork_rng():
        torch.manual_seed(config["seed"])
        model = nn.Sequential(nn.Linear(x.shape[1], config["hidden"]), nn.Tanh(), nn.Linear(config["hidden"], 1)).to(x.device)
        losses = [step(model, config["lr"], x, y) for _ in range(config["n_epochs"])]
    return {"losses": losses, "config": {**config}}


def step(model, lr, x, y):
    parameters = list(model.parameters())
    loss = mse_loss(model(x), y)
    with torch.no_grad():
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter -= lr * gradient
    return loss.item()


def changed(old, new):
    keys = [key for key in {**old, **new} if old.get(key, MISSING) != new.get(key, MISSING)]
    match keys:
        case [key]:
            return key
        case []:
            raise ValueError("the configs are the same")
        case _:
            raise ValueError(f"changed: {keys}")


def compare(old, new):
    key = changed(old["config"], new["config"])
    before, after = (record["losses"][-1] for record in (old, new))
    return {"gain": before - after, "changed": key, "old": old["config"].get(key), "new": new["config"].get(key)}
