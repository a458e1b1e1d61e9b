"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def split(submission, x, n_heads):
    """The heads of x."""
    return submission.split_heads(x, n_heads)


def merged(submission, x):
    """The heads side by side again."""
    return submission.merge_heads(x)


def there_and_back(submission, x, n_heads):
    """x, split into heads and merged again."""
    return submission.merge_heads(submission.split_heads(x, n_heads))


def parts(submission, width, n_heads):
    """The state_dict of a new module."""
    return dict(submission.MultiHeadAttention(width, n_heads).state_dict())


def refused(submission, width, n_heads):
    """The name of the error that the constructor raises, or nothing."""
    try:
        submission.MultiHeadAttention(width, n_heads)
    except Exception as error:  # noqa: BLE001 - the suite judges which one it is
        return type(error).__name__
    return None


def attended(submission, state, x, n_heads, causal, sums, training=True):
    """The output of a module with this state, and the gradients of its sum with these numbers, at x and at each parameter."""
    model = submission.MultiHeadAttention(x.shape[-1], n_heads).to(x).train(training)
    model.load_state_dict(state)
    inputs = x.clone().requires_grad_()
    out = model(inputs, causal)
    names = sorted(state)
    gradients = [None] * (len(names) + 1)
    if out.requires_grad:
        parameters = dict(model.named_parameters())
        gradients = torch.autograd.grad((out * sums).sum(), [inputs, *(parameters[name] for name in names)], allow_unused=True)
    return {"output": out.detach(), "gradients": dict(zip(["x", *names], gradients, strict=True))}


def afterwards(submission, state, x, n_heads):
    """The input after calls with and without a mask, which were not recorded."""
    x = x.clone()
    model = submission.MultiHeadAttention(x.shape[-1], n_heads).to(x)
    model.load_state_dict(state)
    with torch.no_grad():
        for causal in (True, False):
            model(x, causal)
    return x
