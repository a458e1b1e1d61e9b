"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def gradients(submission, function, params, h=None):
    """The numerical gradients of one of the losses below."""
    f = LOSSES[function]
    return submission.numerical_gradients(f, leaves(params)) if h is None else submission.numerical_gradients(f, leaves(params), h)


def error(submission, function, params, given):
    """The largest error of these gradients."""
    return submission.largest_error(LOSSES[function], leaves(params), given)


def gradients_of_transposed(submission, function, params):
    """The numerical gradients where each matrix is the transpose of the given one, and not contiguous."""
    own = [p.clone().t().requires_grad_() for p in params]
    return submission.numerical_gradients(LOSSES[function], own)


def gradients_beside_the_callers(submission, params):
    """The numerical gradients of a loss that also reads the caller's own tensors: the sum of entry times caller's entry."""
    own = leaves(params)
    return submission.numerical_gradients(lambda ps: sum((p * q.detach().to(p)).sum() for p, q in zip(ps, own, strict=True)), own)


def afterwards(submission, function, params, given):
    """Parameters, their `.grad` and the given gradients, after a call of both functions; and how many eps the parameters moved."""
    own = leaves(params)
    for p, g in zip(own, given, strict=True):
        p.grad = g.clone()
    submission.numerical_gradients(LOSSES[function], own)
    submission.largest_error(LOSSES[function], own, given)
    moved = [(p.detach() - q) / torch.finfo(q.dtype).eps for p, q in zip(own, params, strict=True)]
    return [[p.detach() for p in own], [p.grad for p in own], list(given), moved]


def backward_from_results(submission, function, params, weights):
    """What reaches the parameters when backward runs from their own weighted sum and that of the results: gradients of the parameters."""
    own = leaves(params)
    found = submission.numerical_gradients(LOSSES[function], own)
    with torch.enable_grad():
        total = sum((p.double() * w).sum() + (g * w).sum() for p, g, w in zip(own, found, weights, strict=True))
        total.backward()
    return [p.grad for p in own]


def leaves(params):
    return [p.clone().requires_grad_() for p in params]


def line(params):
    """Mean squared error of a line over four points; the parameters are b and w, of shape (1,)."""
    b, w = params
    x = torch.arange(1.0, 5.0, dtype=w.dtype, device=w.device)
    return ((b + w * x - (2 * x - 1)) ** 2).mean()


def network(params):
    """A small network with a matrix, a vector and a scalar."""
    weight, bias, scale = params
    x = torch.linspace(-1.0, 1.0, 3 * weight.shape[1], dtype=weight.dtype, device=weight.device).reshape(3, -1)
    return (scale * torch.tanh(x @ weight.T + bias)).square().sum()


def cubes(params):
    """A sum of cubes, whose third derivative tells how long the nudge was."""
    return sum((p**3).sum() for p in params)


def products(params):
    """The product of the sums of all parameters: each slope depends on all other entries."""
    total = params[0].sum()
    for p in params[1:]:
        total = total * p.sum()
    return total


def first_entry(params):
    """An entry itself, which is a view of its parameter."""
    return params[0][0]


LOSSES = {"line": line, "network": network, "cubes": cubes, "products": products, "first_entry": first_entry}
