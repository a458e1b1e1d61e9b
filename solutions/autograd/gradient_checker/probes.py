"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta, counted_passes


def gradients(submission, function, params, h=None, by_name=False):
    """The numerical gradients of one of the losses below; `h` by its place or by its name."""
    f, own = LOSSES[function], leaves(params)
    if h is None:
        return submission.numerical_gradients(f, own)
    return submission.numerical_gradients(f, own, h=h) if by_name else submission.numerical_gradients(f, own, h)


def gradients_of_some_leaves(submission, function, params, require_grad):
    """The numerical gradients where some parameters are leaves that require grad and the others are plain tensors."""
    own = [p.clone().requires_grad_(wanted) for p, wanted in zip(params, require_grad, strict=True)]
    return submission.numerical_gradients(LOSSES[function], own)


def kinds(submission, function, params, given):
    """The types of both results, and what autograd says of the gradients: whether something computed from them requires grad."""
    found = submission.numerical_gradients(LOSSES[function], leaves(params))
    largest = submission.largest_error(LOSSES[function], leaves(params), given)
    with torch.enable_grad():
        return {
            "gradients": type(found).__name__,
            "each": [f"{g.dtype}, {tuple(g.shape)}" for g in found],
            "require grad": [(g * 1).requires_grad for g in found],
            "error": "float" if isinstance(largest, float) else type(largest).__name__,
        }


def calls(submission, function, params, given):
    """What `f` was called with by both functions: types of the lists, dtypes and shapes, and how many shared the caller's memory."""
    own, seen = leaves(params), {"lists": set(), "tensors": set(), "shared": 0}
    memories = {p.untyped_storage().data_ptr() for p in own}

    def f(ps):
        seen["lists"].add(type(ps).__name__)
        seen["tensors"].add("; ".join(f"{p.dtype}, {tuple(p.shape)}" for p in ps))
        seen["shared"] += sum(p.untyped_storage().data_ptr() in memories for p in ps)
        return LOSSES[function](ps)

    submission.numerical_gradients(f, own)
    submission.largest_error(f, own, given)
    return {"lists": sorted(seen["lists"]), "tensors": sorted(seen["tensors"]), "shared": seen["shared"]}


def backward_passes(submission, function, params, given):
    """How many backward passes autograd runs in a call of each function."""
    with torch.enable_grad(), counted_passes() as passes:
        submission.numerical_gradients(LOSSES[function], leaves(params))
        submission.largest_error(LOSSES[function], leaves(params), given)
    return len(passes)


def elsewhere(submission, function, shapes, place):
    """Where the gradients are, and which type the error has, for parameters on a device that has no values."""
    own = [torch.zeros(shape, device=place, requires_grad=True) for shape in shapes]
    with OnesForMeta():
        found = submission.numerical_gradients(LOSSES[function], own)
        largest = submission.largest_error(LOSSES[function], own, [torch.zeros_like(p) for p in own])
    return [*(f"{tuple(g.shape)} on {g.device.type}" for g in found), "float" if isinstance(largest, float) else type(largest).__name__]


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
    """What the caller's lists hold after a call of both functions: parameters, their `.grad`, the given gradients; and how many eps
    the parameters moved."""
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
    """A sum of cubes, whose third derivative tells how large the step h was."""
    return sum((p**3).sum() for p in params)


def steep(params):
    """Cubes of tiny entries, enlarged, so that the step size shows in the first digits."""
    return 1e12 * cubes(params)


def products(params):
    """The product of the sums of all parameters: each derivative depends on all other entries."""
    total = params[0].sum()
    for p in params[1:]:
        total = total * p.sum()
    return total


def first_entry(params):
    """An entry itself, which is a view of its parameter."""
    return params[0][0]


LOSSES = {"line": line, "network": network, "cubes": cubes, "steep": steep, "products": products, "first_entry": first_entry}
