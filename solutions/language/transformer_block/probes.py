"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def parts(submission, width, n_heads, dropout):
    """The parameters of a new block."""
    return {name: p.detach() for name, p in submission.Block(width, n_heads, dropout).named_parameters()}


def passed(submission, state, x, n_heads, sums, dropout=None, training=True):
    """The output of a block with this state, and the gradients of its sum with these numbers, at x and at each parameter."""
    model = loaded(submission, state, x, n_heads, dropout).train(training)
    inputs = x.clone().requires_grad_()
    out = model(inputs)
    names = sorted(state)
    gradients = [None] * (len(names) + 1)
    if out.requires_grad:
        parameters = dict(model.named_parameters())
        gradients = torch.autograd.grad((out * sums).sum(), [inputs, *(parameters[name] for name in names)], allow_unused=True)
    return {"output": out.detach(), "gradients": dict(zip(["x", *names], gradients, strict=True))}


def output(submission, state, x, n_heads, dropout, training):
    """The output for this very x, which may be a view."""
    return loaded(submission, state, x, n_heads, dropout).train(training)(x).detach()


def two_calls(submission, state, x, n_heads, dropout):
    """The outputs of two calls of one block in training mode."""
    model = loaded(submission, state, x, n_heads, dropout).train()
    return [model(x).detach() for _ in range(2)]


def two_modes(submission, state, x, n_heads, dropout):
    """Outputs of one block in evaluation mode, in training mode, and in evaluation mode again."""
    model = loaded(submission, state, x, n_heads, dropout)
    return [model.train(training)(x).detach() for training in (False, True, False)]


def afterwards(submission, state, x, n_heads):
    """The input after a call that was not recorded."""
    x = x.clone()
    with torch.no_grad():
        loaded(submission, state, x, n_heads, 0.0)(x)
    return x


def loaded(submission, state, x, n_heads, dropout):
    width = x.shape[-1]
    model = submission.Block(width, n_heads) if dropout is None else submission.Block(width, n_heads, dropout)
    model.to(x)
    model.load_state_dict(state, strict=False)  # a block may hold buffers of its own, such as a mask
    return model
