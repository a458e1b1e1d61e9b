"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

from studykit.grading.worker.played_device import OnesForMeta


class Doubling(nn.Module):
    """A tanh whose output is twice as large in training mode."""

    def forward(self, x):
        return torch.tanh(x) * (2 if self.training else 1)


def skewed(predictions, y):
    """A loss that weights predictions that are too high three times as much as those that are too low."""
    errors = predictions - y
    return torch.maximum(3 * errors, -errors).mean()


LOSSES = {"squared": nn.MSELoss(), "skewed": skewed}


class Steps:
    """An SGD with momentum that notes the parameters after each of its steps."""

    def __init__(self, model, lr):
        self.model, self.history = model, []
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        self.optimizer.register_step_post_hook(self.note)

    def note(self, *_):
        self.history.append([p.detach().clone() for p in self.model.parameters()])


def trained(submission, values, batches, accumulate, lr, stale=None, loss="squared", frozen=(), training=True, calls=1):
    """Train with momentum: the parameters after each step, the losses of each call, the kinds of the losses, the modes afterwards."""
    model = build(values, batches[0][0] if batches else values[0])
    model.train(training)
    for i, p in enumerate(model.parameters()):
        p.requires_grad_(i not in frozen)
        if stale is not None and i not in frozen:
            p.grad = stale[i].clone()
    steps = Steps(model, lr)
    losses = [submission.train_epoch(model, steps.optimizer, LOSSES[loss], copied(batches), accumulate) for _ in range(calls)]
    return {
        "steps": steps.history,
        "end": [p.detach() for p in model.parameters()],
        "losses": losses,
        "types": [type(one).__name__ for each in losses for one in each],
        "modes": [module.training for module in model.modules()],
    }


def events(submission, values, batches, accumulate):
    """In order: the size of each batch that the model is called with, "backward" for each backward pass through it, and "step"."""
    model, seen = build(values, batches[0][0]), []

    def called(module, inputs, output):
        seen.append(f"forward of {len(inputs[0])}")
        output.register_hook(lambda gradient: seen.append("backward"))

    model.register_forward_hook(called)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    optimizer.register_step_post_hook(lambda *_: seen.append("step"))
    submission.train_epoch(model, optimizer, nn.MSELoss(), copied(batches), accumulate)
    return seen


def batches_afterwards(submission, values, batches, accumulate):
    """The batches after a call, and how many there are."""
    given = copied(batches)
    kept = list(given)
    model = build(values, batches[0][0])
    submission.train_epoch(model, torch.optim.SGD(model.parameters(), lr=0.01), nn.MSELoss(), given, accumulate)
    return {"tensors": [list(batch) for batch in kept], "count": len(given)}


def on_a_played_device(submission, sizes, accumulate, place):
    """Train on a device without values: how many losses come back, and the devices of the parameters."""
    model = nn.Sequential(nn.Linear(3, 4), Doubling(), nn.Linear(4, 2)).to(place)
    batches = [(torch.zeros(n, 3, device=place), torch.zeros(n, 2, device=place)) for n in sizes]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    with OnesForMeta():
        losses = submission.train_epoch(model, optimizer, nn.MSELoss(), batches, accumulate)
    return {"losses": len(losses), "devices": sorted({p.device.type for p in model.parameters()})}


def build(values, like):
    model = nn.Sequential(nn.Linear(3, 4), Doubling(), nn.Linear(4, 2)).to(like)
    with torch.no_grad():
        for p, value in zip(model.parameters(), values, strict=True):
            p.copy_(value)
    return model


def copied(batches):
    return [(x.clone(), y.clone()) for x, y in batches]
