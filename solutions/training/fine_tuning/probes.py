"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

SIZES = [3, 4, 5, 4]
CLASSES = 2


class Doubling(nn.Module):
    """A tanh whose output is twice as large in training mode."""

    def forward(self, x):
        return torch.tanh(x) * (2 if self.training else 1)


def requires_grad(submission, n_trained, frozen_before):
    """Whether the parameters of each block and of the head require grad."""
    model = build(submission, n_trained, frozen_before=frozen_before)
    parts = [*model.backbone, model.head]
    return [sorted({p.requires_grad for p in part.parameters()}) for part in parts]


def modes(submission, n_trained, calls):
    """The modes of each block's modules, and of the head, after these calls."""
    model = build(submission, n_trained)
    for call in calls:
        {"train": model.train, "train(False)": lambda model=model: model.train(False), "eval": model.eval}[call]()
    return [sorted({module.training for module in part.modules()}) for part in (*model.backbone, model.head)]


def returned_by_train(submission):
    """Whether `train` and `eval` return the model."""
    model = build(submission, 1)
    return [model.train() is model, model.train(False) is model, model.eval() is model]


def parts(submission):
    """What the model consists of."""
    given = backbone()
    model = submission.FineTuned(given, SIZES[-1], CLASSES, 1)
    return {
        "same backbone": model.backbone is given,
        "head": type(model.head).__name__,
        "weight": tuple(model.head.weight.shape),
        "bias": None if model.head.bias is None else tuple(model.head.bias.shape),
    }


def logits(submission, n_trained, state, x, training):
    """The output of a model with this state."""
    model = with_state(build(submission, n_trained), state, x).train(training)
    return model(x).detach()


def options(submission, n_trained, head_lr, backbone_lr, weight_decay):
    """For each parameter of the model, by name: learning rate and weight decay of each group that it is in."""
    model = build(submission, n_trained)
    groups = submission.parameter_groups(model, head_lr, backbone_lr, weight_decay)
    names = names_of(model)
    seen = {name: [] for name in names.values()}
    unknown = 0
    defaults = torch.optim.AdamW([torch.zeros(1)]).defaults
    for group in groups:
        options = {**defaults, **group}
        for p in [group["params"]] if isinstance(group["params"], torch.Tensor) else group["params"]:
            if id(p) in names:
                seen[names[id(p)]].append([options["lr"], options["weight_decay"]])
            else:
                unknown += 1
    return {"options": seen, "unknown": unknown, "type": type(groups).__name__}


def trained(submission, n_trained, state, batches, head_lr, backbone_lr, weight_decay):
    """Train with AdamW and cross-entropy, in training mode: the state after each step, and which parameters have a gradient at the end."""
    model = with_state(build(submission, n_trained), state, batches[0][0])
    optimizer = torch.optim.AdamW(submission.parameter_groups(model, head_lr, backbone_lr, weight_decay))
    history = []
    for x, y in batches:
        model.train()
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        history.append(state_of(model))
    return {"states": history, "with gradient": sorted(name for name, p in named(model).items() if p.grad is not None)}


def in_training_mode(submission, n_trained, state, x):
    """The state after two forward passes in training mode, without any optimizer."""
    model = with_state(build(submission, n_trained), state, x).train()
    for _ in range(2):
        model(x)
    return state_of(model)


def backbone():
    blocks = [nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), Doubling(), nn.Dropout(0.0)) for a, b in zip(SIZES, SIZES[1:], strict=False)]
    return nn.Sequential(*blocks)


def build(submission, n_trained, frozen_before=False):
    given = backbone().double().eval()
    given.requires_grad_(not frozen_before)
    return submission.FineTuned(given, SIZES[-1], CLASSES, n_trained).double()


def named(model):
    """The parameters by name; the submission may have them under other names as well."""
    found = {f"backbone.{name}": p for name, p in model.backbone.named_parameters()}
    return {**found, **{f"head.{name}": p for name, p in model.head.named_parameters()}}


def names_of(model):
    return {id(p): name for name, p in named(model).items()}


def with_state(model, state, x):
    model.to(x.device)
    with torch.no_grad():
        for part in ("backbone", "head"):
            for name, value in getattr(model, part).state_dict().items():
                value.copy_(state[f"{part}.{name}"])
    return model


def state_of(model):
    return {f"{part}.{name}": value.detach().clone() for part in ("backbone", "head") for name, value in getattr(model, part).state_dict().items()}
