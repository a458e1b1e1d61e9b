"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def fans(submission, shape):
    """Both fans, as a tuple."""
    return tuple(submission.fans(tuple(shape)))


def filled(submission, name, like, start, *args):
    """A weight that was filled with a generator that starts here."""
    weight = like.clone()
    getattr(submission, name)(weight, *args, generator=started(like.device, start))
    return weight


def returned(submission, name, like, start):
    """Whether the function returns the weight itself, the values seen by a view that was made before, and whether it is a leaf."""
    weight = like.clone().requires_grad_()
    view = weight.detach()
    result = getattr(submission, name)(weight, generator=started(like.device, start))
    return {"is_the_weight": result is weight, "view": view.clone(), "leaf": weight.is_leaf, "requires_grad": weight.requires_grad}


def twice(submission, name, like, start):
    """Two weights that were filled one after the other with one generator."""
    generator = started(like.device, start)
    weights = [like.clone(), like.clone()]
    for weight in weights:
        getattr(submission, name)(weight, generator=generator)
    return weights


def default_generator_afterwards(submission, name, like, start, default_start):
    """What the default generator gives after a weight was filled with another generator; its start is given."""
    torch.manual_seed(default_start)
    getattr(submission, name)(like.clone(), generator=started(like.device, start))
    return torch.rand(4)


def filled_by_default(submission, name, like, start):
    """A weight that was filled without a generator, the default one starting here."""
    torch.manual_seed(start)
    weight = like.clone()
    getattr(submission, name)(weight)
    return weight


def model_afterwards(submission, start, default_start, device, constant):
    """All parameters of a model that were constant before it was initialized; the second half of what it returns is from another run."""
    # torch's layers call torch.nn.init themselves, and are allowed to as long as a probe does.
    runs = []
    for default in (default_start, default_start + 1):
        model = build().to(device)
        for parameter in model.parameters():
            torch.nn.init.constant_(parameter, constant)
        torch.manual_seed(default)
        submission.init_model_(model, generator=started(device, start))
        runs.append({name: parameter.detach().clone() for name, parameter in model.named_parameters()})
    return runs


def one_layer_afterwards(submission, start, device):
    """The parameters of a single linear layer that was initialized."""
    layer = nn.Linear(100, 200).to(device)
    submission.init_model_(layer, generator=started(device, start))
    return {name: parameter.detach().clone() for name, parameter in layer.named_parameters()}


def stds(submission, x, weights):
    """The standard deviations, and the arguments afterwards."""
    x, weights = x.clone(), [weight.clone() for weight in weights]
    return {"stds": submission.preactivation_stds(x, weights), "arguments": [x, *weights]}


def deep_stds(submission, name, x, depth, start):
    """The standard deviations in a deep network whose weights were filled by the function of this name."""
    generator, width = started(x.device, start), x.shape[1]
    weights = [getattr(submission, name)(x.new_empty(width, width), generator=generator) for _ in range(depth)]
    return submission.preactivation_stds(x.clone(), weights)


def started(device, start):
    """A generator that starts here; the device meta has none."""
    return None if torch.device(device).type == "meta" else torch.Generator(device=device).manual_seed(start)


class Nested(nn.Module):
    """Layers in a list in a module."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(300, 200), nn.LayerNorm(200), nn.Linear(200, 100, bias=False)])
        self.scale = nn.Parameter(torch.ones(2, 3))


def build():
    return nn.Sequential(
        nn.Conv2d(16, 64, (3, 5)), nn.BatchNorm2d(64), nn.PReLU(), nn.Conv2d(64, 20, 3, bias=False), Nested(), nn.Embedding(4, 3)
    )
