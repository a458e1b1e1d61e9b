"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import json

import torch
from torch import nn

OPTIMIZERS = {"SGD": torch.optim.SGD, "AdamW": torch.optim.AdamW}


def lrs(submission, steps, *args, **kwargs):
    """The learning rates of these steps."""
    return [submission.warmup_cosine(step, *args, **kwargs) for step in steps]


def kind(submission, steps, *args):
    """The names of the types of the learning rates of these steps."""
    return sorted({type(submission.warmup_cosine(step, *args)).__name__ for step in steps})


def scheduled(submission, max_lrs, n_steps, *args, **kwargs):
    """The learning rates in the groups and from `get_last_lr`: after the constructor and after each step."""
    optimizer = groups_with(max_lrs)
    schedule = submission.WarmupCosine(optimizer, *args, **kwargs)
    seen = [both(optimizer, schedule)]
    for _ in range(n_steps):
        optimizer.step()
        schedule.step()
        seen.append(both(optimizer, schedule))
    return {"groups": [a for a, _ in seen], "last": [b for _, b in seen]}


def options_afterwards(submission, max_lrs, n_steps, *args):
    """The other entries of the groups after some steps."""
    optimizer = groups_with(max_lrs)
    schedule = submission.WarmupCosine(optimizer, *args)
    for _ in range(n_steps):
        optimizer.step()
        schedule.step()
    return [{name: group[name] for name in ("momentum", "weight_decay", "nesterov", "dampening")} for group in optimizer.param_groups]


def train(submission, state, batches, name, options, max_lrs, *args):
    """The parameters of a two-layer model after each step; each layer is a group with its own learning rate."""
    x, _ = batches[0]
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).to(x.device, x.dtype)
    model.load_state_dict(state)
    groups = [{"params": list(model[i].parameters()), "lr": lr} for i, lr in zip((0, 2), max_lrs, strict=True)]
    optimizer = OPTIMIZERS[name](groups, **options)
    schedule = submission.WarmupCosine(optimizer, *args)
    history = []
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        schedule.step()
        history.append([p.detach().clone() for p in model.parameters()])
    return history


def resumed(submission, max_lrs, interrupted_at, n_steps, lrs_afterwards, *args):
    """The learning rates after a schedule was saved and continued with an optimizer whose groups have these learning rates."""
    schedule = submission.WarmupCosine(groups_with(max_lrs), *args)
    for _ in range(interrupted_at):
        schedule.step()
    saved = json.dumps(schedule.state_dict())
    return continued(submission, saved, n_steps, lrs_afterwards, *args)


def resumed_from_an_old_state(submission, max_lrs, interrupted_at, later, n_steps, lrs_afterwards, *args):
    """The same with a state that was taken, and saved only after the schedule had gone on."""
    schedule = submission.WarmupCosine(groups_with(max_lrs), *args)
    for _ in range(interrupted_at):
        schedule.step()
    state = schedule.state_dict()
    for _ in range(later):
        schedule.step()
    return continued(submission, json.dumps(state), n_steps, lrs_afterwards, *args)


def continued(submission, saved, n_steps, lrs_afterwards, *args):
    optimizer = groups_with(lrs_afterwards)
    schedule = submission.WarmupCosine(optimizer, *args)
    schedule.load_state_dict(json.loads(saved))
    seen = [both(optimizer, schedule)]
    for _ in range(n_steps):
        schedule.step()
        seen.append(both(optimizer, schedule))
    return {"groups": [a for a, _ in seen], "last": [b for _, b in seen]}


def both(optimizer, schedule):
    return [float(group["lr"]) for group in optimizer.param_groups], schedule.get_last_lr()


def groups_with(max_lrs):
    """An optimizer with a group per learning rate; other options differ, too."""
    groups = [{"params": [torch.zeros(2, requires_grad=True)], "lr": lr, "momentum": 0.5 + i / 10} for i, lr in enumerate(max_lrs)]
    return torch.optim.SGD(groups, lr=99.0, momentum=0.3, weight_decay=0.01, nesterov=True)
