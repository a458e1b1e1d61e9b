"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

OPTIMIZERS = {
    "sgd": lambda groups: torch.optim.SGD(groups, lr=0.05),
    "momentum": lambda groups: torch.optim.SGD(groups, lr=0.05, momentum=0.9),
    "adamw": lambda groups: torch.optim.AdamW(groups, lr=0.01),
}


LOSSES = {
    "squares": lambda: nn.MSELoss(),
    # Not symmetric, so it shows which argument is the prediction.
    "pinball": lambda: lambda prediction, target: torch.maximum(0.2 * (target - prediction), 0.8 * (prediction - target)).sum(),
}


def train(submission, state, batches, epochs, kind="sgd", calls=1, loss="squares", frozen=()):
    """Train a two-layer model `calls` times in a row; report losses, and weights and gradients as they are right after each step.
    `frozen` are the names of parameters that do not require grad."""
    model, optimizer = set_up(state, batches[0][0], kind)
    for name, p in model.named_parameters():
        p.requires_grad_(name not in frozen)
    weights, gradients, losses = [], [], []

    def spy(*_):
        weights.append(values(model))
        gradients.append({name: None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()})

    optimizer.register_step_post_hook(spy)
    for _ in range(calls):
        losses.append(submission.train(model, optimizer, LOSSES[loss](), batches, epochs))
    return {"weights": weights, "gradients": gradients, "losses": losses, "end": values(model)}


def one_weight(submission, w, target, epochs):
    """Train the model w * 1 towards one target with SGD, lr 0.1, and report the weight and the gradient that each step found."""
    model = nn.Linear(1, 1, bias=False).to(target.device)
    nn.init.constant_(model.weight, w)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    gradients = []
    optimizer.register_step_post_hook(lambda *_: gradients.append(None if model.weight.grad is None else model.weight.grad.item()))
    submission.train(model, optimizer, nn.MSELoss(), [(torch.ones_like(target), target)], epochs)
    return {"weight": model.weight.item(), "gradients": gradients}


def set_up(state, x, kind):
    """The model of the suite, and its optimizer with a group for each of its two layers."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).to(x)  # its device and dtype
    model.load_state_dict(state)
    return model, OPTIMIZERS[kind]([{"params": layer.parameters()} for layer in (model[0], model[2])])


def values(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}
