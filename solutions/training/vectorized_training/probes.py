"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import sys

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode


class Operations(TorchDispatchMode):
    """Counts the operations that torch runs, those of backward among them."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        self.count += 1
        return function(*args, **(kwargs or {}))


class Shifted(nn.Module):
    """Shifts what goes through while autograd records."""

    def __init__(self, shift):
        super().__init__()
        self.shift = shift

    def forward(self, x):
        return x + self.shift * torch.is_grad_enabled()


def trained(submission, state, x, y, lr, n_steps, leftover=0.0):
    """Train a model whose gradients are `leftover` at first: the losses, their types, the final weights, and the data."""
    model = build(state)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    losses = submission.train(model, x, y, lr, n_steps)
    return {"losses": losses, "types": [type(loss).__name__ for loss in losses], "weights": values(model), "data": [x, y]}


def evaluated(submission, state, x, y, tolerance, shift=0.0):
    """What `evaluate` gives for a model whose output is shifted while it is recorded, and the types in it."""
    results = submission.evaluate(nn.Sequential(build(state), Shifted(shift)), x, y, tolerance)
    return {"results": results, "types": {name: type(value).__name__ for name, value in results.items()}}


def evaluated_again(submission, states, x, y, tolerance):
    """What `evaluate` gives for one model that is given other weights in between."""
    model, seen = build(states[0]), []
    for state in states:
        model.load_state_dict(state)
        seen.append(submission.evaluate(model, x, y, tolerance))
    return seen


def after_an_evaluation(submission, state, x, y, tolerance, training, gradient):
    """The state after an evaluation: data, weights, gradients (which were all `gradient`), modes, and whether autograd records."""
    model = build(state).train(training)
    for p in model.parameters():
        p.grad = torch.full_like(p, gradient)
    submission.evaluate(model, x, y, tolerance)
    output = model(x).sum()
    return {
        "data": [x, y],
        "weights": values(model),
        "gradients": {name: p.grad for name, p in model.named_parameters()},
        "modes": [module.training for module in model.modules()],
        "records": output.requires_grad,
    }


def work(submission, state, few, many, n_steps, tolerance, slack):
    """How the work of `train` and of `evaluate` grows from few samples to many (up to `slack` counts as none), and the results.

    It returns no counts: two answers that loop over the samples have different counts, and the same error.
    """
    counts, losses, results = [], [], []
    for x, y in (few, many):
        model, count, given = build(state), {}, {}
        calls = {
            "train": lambda model=model, x=x, y=y: submission.train(model, x, y, 0.01, n_steps),
            "evaluate": lambda model=model, x=x, y=y: submission.evaluate(model, x, y, tolerance),
        }
        for name, call in calls.items():
            with Operations() as operations:
                lines, given[name] = counted(submission.train.__module__, call)
            count[name] = {"operations": operations.count, "lines": lines}
        counts.append(count)
        losses.append([float(loss) for loss in given["train"]])
        results.append(given["evaluate"])
    more_samples = len(many[0]) - len(few[0])
    growths = {
        name: {kind: growth(counts[1][name][kind] - counts[0][name][kind], more_samples, slack) for kind in ("operations", "lines")}
        for name in ("train", "evaluate")
    }
    return {"growths": growths, "losses": losses, "results": results}


def growth(more, more_samples, slack):
    if more <= slack:
        return "none"
    return "for each sample" if more >= more_samples else "for each chunk"


def counted(module, call):
    """How many lines of the module of this name run, and what the call gives."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        if frame.f_globals.get("__name__") != module:
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return_value = call()
    finally:
        sys.settrace(before)
    return count, return_value


def build(state):
    """A linear layer, or two with a tanh between them, with these weights."""
    if "weight" in state:
        model = nn.Linear(state["weight"].shape[1], 1)
    else:
        n_hidden, n_features = state["0.weight"].shape
        model = nn.Sequential(nn.Linear(n_features, n_hidden), nn.Tanh(), nn.Linear(n_hidden, 1))
    model.to(next(iter(state.values())))
    model.load_state_dict(state)
    return model


def values(model):
    return {name: value.clone() for name, value in model.state_dict().items()}
