"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def is_a_function(submission, x, slope, beta):
    """Whether the class is an autograd function, and whether the output was recorded as one call of it."""
    x = x.clone().requires_grad_()
    output = submission.LeakySoftplus.apply(x, slope, beta)
    node = output.grad_fn
    return {
        "subclass": issubclass(submission.LeakySoftplus, torch.autograd.Function),
        "node": None if node is None else type(node).__name__,
    }


def output(submission, x, slope, beta):
    """The output without any gradient."""
    return submission.LeakySoftplus.apply(x.clone(), slope.clone(), beta).detach()


def gradients(submission, x, slope, beta, grad_output, needed=(True, True)):
    """The gradients with respect to x and slope, None where none was asked for."""
    x, slope = (value.clone().requires_grad_(need) for value, need in zip((x, slope), needed, strict=True))
    submission.LeakySoftplus.apply(x, slope, beta).backward(grad_output)
    return [x.grad, slope.grad]


def returned_by_backward(submission, x, slope, beta, grad_output, needed):
    """What `backward` itself returns, and how it changes what it is given."""
    x, slope = (value.clone().requires_grad_(need) for value, need in zip((x, slope), needed, strict=True))
    output = submission.LeakySoftplus.apply(x, slope, beta)  # held: with torch 2.4 what was saved goes with it
    given = grad_output.clone()
    with torch.no_grad():
        returned = submission.LeakySoftplus.backward(output.grad_fn, given)
    returned = list(returned) if isinstance(returned, tuple | list) else [returned]
    return {
        "returned": returned,
        "grad_output": given - grad_output,
    }


def inputs_afterwards(submission, x, slope, beta, grad_output):
    """The inputs after a forward and a backward pass."""
    leaf, kept = x.clone().requires_grad_(), slope.clone().requires_grad_()
    held = leaf * 1
    submission.LeakySoftplus.apply(held, kept, beta).backward(grad_output)
    return [held.detach(), kept.detach()]


def second_derivatives(submission, x, slope, beta, grad_output, weights):
    """The gradients, with respect to x, slope and grad_output, of a weighted sum of the first gradients."""
    leaves = [value.clone().requires_grad_() for value in (x, slope, grad_output)]
    y = submission.LeakySoftplus.apply(leaves[0], leaves[1], beta)
    first = torch.autograd.grad(y, leaves[:2], leaves[2], create_graph=True)
    total = sum((g * w).sum() for g, w in zip(first, weights, strict=True))
    if not total.requires_grad:
        return "no graph"
    return list(torch.autograd.grad(total, leaves, allow_unused=True))


def checked(submission, x, slope, beta):
    """Whether gradcheck and gradgradcheck accept the function."""
    inputs = (x.clone().requires_grad_(), slope.clone().requires_grad_(), beta)
    function = submission.LeakySoftplus.apply
    return [check(function, inputs, raise_exception=False) for check in (torch.autograd.gradcheck, torch.autograd.gradgradcheck)]


def changed_in_place(submission, x, slope, beta):
    """What happens in a backward pass after x was changed in place: the kind of the error, or "nothing"."""
    held = x.clone().requires_grad_() * 1
    y = submission.LeakySoftplus.apply(held, slope.clone().requires_grad_(), beta)
    with torch.no_grad():
        held.add_(1)
    try:
        y.sum().backward()
    except RuntimeError:
        return "RuntimeError"
    return "nothing"


def on_a_played_device(submission, shape, beta, place):
    """Output and gradients on a device without values: their shapes, dtypes and devices."""
    x = torch.zeros(shape, device=place, dtype=torch.float64, requires_grad=True)
    slope = torch.zeros((), device=place, dtype=torch.float64, requires_grad=True)
    y = submission.LeakySoftplus.apply(x, slope, beta)
    y.sum().backward()
    return [f"{tuple(t.shape)} {t.dtype} {t.device.type}" for t in (y, x.grad, slope.grad)]
