"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import copy
import itertools

import torch
from torch import nn


def parts(submission, state, n_features):
    """What a model has registered that was given those of these weights whose names it has: its state_dict and its parameters."""
    model = submission.LinearRegression(n_features).to(state["linear.weight"])
    model.load_state_dict(state, strict=False)
    return {"state": dict(model.state_dict()), "parameters": list(model.parameters())}


def output(submission, state, x):
    """The output of a model with these weights."""
    return plain(loaded(submission, state, x)(x))


def called_twice(submission, x):
    """Two outputs of one fresh model for the same input."""
    model = submission.LinearRegression(x.shape[1]).to(x)
    return [plain(model(x)), plain(model(x))]


def trained(submission, state, x, y, lr, steps):
    """Gradients of the first step, and the weights after each SGD step."""
    model = loaded(submission, state, x)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    seen = {"gradients": {}, "weights": []}
    for step in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        if step == 0:
            seen["gradients"] = {name: None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()}
        optimizer.step()
        seen["weights"].append({name: v.clone() for name, v in model.state_dict().items()})
    return seen


def copied(submission, state, other_state, x):
    """Outputs of a model and of its deep copy, after the copy was given other weights."""
    model = loaded(submission, state, x)
    twin = copy.deepcopy(model)
    twin.load_state_dict(other_state)
    return {"model": plain(model(x)), "copy": plain(twin(x))}


def two_models(submission, state, other_state, x):
    """Outputs of two models with weights of their own."""
    first, second = loaded(submission, state, x), loaded(submission, other_state, x)
    return [plain(first(x)), plain(second(x))]


def in_a_sequential(submission, state, x):
    """state_dict and output of a Sequential with the module as its first layer."""
    model = nn.Sequential(loaded(submission, state, x), nn.Tanh())
    return {"state": dict(model.state_dict()), "output": plain(model(x))}


def predicted(submission, state, x, shifts):
    """As many predictions as there are shifts, of a model whose hook adds another shift each time that it runs, round and round."""
    model = loaded(submission, state, x)
    left = itertools.cycle(shifts)
    model.register_forward_hook(lambda module, args, out: out + next(left) if isinstance(out, torch.Tensor) else None)
    return [plain(submission.predict(model, x)) for _ in shifts]


def predicted_by_another(submission, x):
    """What predict gives for another module, with a hook that changes the input and one that changes the output."""
    model = nn.Identity()
    model.register_forward_pre_hook(lambda module, args: (args[0] + 3,))
    model.register_forward_hook(lambda module, args, out: 2 * out + 1)
    return plain(submission.predict(model, x))


class Doubling(nn.Module):
    """Its output is twice as large in training mode."""

    def forward(self, x):
        return 2 * x if self.training else 1 * x


def predicted_in_mode(submission, x, training):
    """What predict gives for a module that is in this mode, and what the module gives when it is called afterwards."""
    model = Doubling().train(training)
    return [plain(submission.predict(model, x)), plain(model(x))]


def moved(submission, n_features, place):
    """Where the parameters of a model are after it was moved to a device."""
    model = submission.LinearRegression(n_features).to(place)
    return [p.device.type for p in model.parameters()]


def loaded(submission, state, x):
    """A model of the submission with these weights, in x's precision and on its device."""
    model = submission.LinearRegression(x.shape[1]).to(x)
    model.load_state_dict(state)
    return model


def plain(out):
    return out.detach() if isinstance(out, torch.Tensor) else out
