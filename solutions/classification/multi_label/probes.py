"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def targets(submission, name, classes, answers, x):
    """The targets of a head whose weights lie where x does."""
    return made(submission, name, classes, x).targets(answers)


def targets_elsewhere(submission, name, classes, answers, place):
    """Shape and device of the targets of a head that was moved to this place, which may be one without numbers."""
    made = getattr(submission, name)(3, list(classes)).to(place).targets(answers)
    return f"{tuple(made.shape)} on {made.device.type}"


def logits(submission, name, classes, state, x):
    """The output of a head with these weights, and what it has registered."""
    head = made(submission, name, classes, x)
    head.load_state_dict(state)
    return {"logits": head(x).detach(), "state": dict(head.state_dict())}


def loss(submission, name, classes, z, y):
    """The loss, and its gradient at the logits."""
    inputs = z.clone().requires_grad_()
    value = made(submission, name, classes, z).loss(inputs, y)
    gradient = torch.autograd.grad(value, inputs, allow_unused=True)[0] if value.requires_grad else None
    return {"loss": value.detach(), "gradient": gradient}


def predicted(submission, name, classes, z):
    """What the head predicts from the logits."""
    return made(submission, name, classes, z).predict(z)


def scored(submission, name, metric, classes, z, y):
    """One of the scores."""
    return getattr(made(submission, name, classes, z), metric)(z, y)


def type_of_score(submission, name, metric, classes, z, y):
    """The type of one of the scores."""
    return type(scored(submission, name, metric, classes, z, y)).__name__


def trained(submission, name, classes, state, x, answers, lr, steps):
    """The weights after each of some steps of SGD, with the head's own targets and loss."""
    head = made(submission, name, classes, x)
    head.load_state_dict(state)
    optimizer = torch.optim.SGD(head.parameters(), lr=lr)
    seen = []
    for _ in range(steps):
        optimizer.zero_grad()
        head.loss(head(x), head.targets(answers)).backward()
        optimizer.step()
        seen.append({key: value.clone() for key, value in head.state_dict().items()})
    return seen


def afterwards(submission, name, classes, answers, z, y):
    """All that was passed in, after a head was made of it and asked for everything."""
    classes, z, y = list(classes), z.clone(), y.clone()
    head = getattr(submission, name)(z.shape[1], classes).to(z.device)
    head.targets(answers)
    head.loss(z, y)
    head.predict(z)
    for metric in ("accuracy", "exact_match"):
        if hasattr(head, metric):
            getattr(head, metric)(z, y)
    return {"names": classes, "answers": answers, "tensors": [z, y]}


def made(submission, name, classes, x):
    return getattr(submission, name)(x.shape[1], list(classes)).to(x.device)
