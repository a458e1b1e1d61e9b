"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def registered(submission, sizes, forget_bias, seed):
    """The state_dict and the parameters of a new cell, made from this seed; without a forget bias the cell chooses its own."""
    torch.manual_seed(seed)
    cell = submission.LSTMCell(*sizes) if forget_bias is None else submission.LSTMCell(*sizes, forget_bias=forget_bias)
    parameters = {name: parameter.detach() for name, parameter in cell.named_parameters()}
    return {"state": dict(cell.state_dict()), "parameters": parameters}


def parts_of_the_biases(submission, sizes, forget_bias, seed):
    """For each bias of a new cell, its four gate slices: the value that fills a slice, or that its values differ."""
    state = registered(submission, sizes, forget_bias, seed)["state"]
    return {name: [filling(part) for part in state[name].chunk(4)] for name in ("bias_ih", "bias_hh")}


def filling(part):
    return part[0].item() if (part == part[0]).all() else "random values"


def stepped(submission, weights, x, h, c, sums):
    """The pair after one step, and the gradients of its sum with these numbers at x, h, c and all weights."""
    cell, leaves = loaded(submission, weights), fresh([x, h, c])
    return report(cell(leaves[0], (leaves[1], leaves[2])), [*leaves, *parameters(cell, weights)], sums)


def unrolled(submission, weights, xs, state, sums):
    """Outputs and last pair of sequences, and the gradients of their sum with these numbers at all that was given."""
    cell, leaves = loaded(submission, weights), fresh([xs, *(state or ())])
    pair = tuple(leaves[1:]) if state else None
    outputs, last = submission.unroll(cell, leaves[0], pair) if state else submission.unroll(cell, leaves[0])
    return report([outputs, *last], [*leaves, *parameters(cell, weights)], sums)


def reaches_back(submission, weights, xs):
    """The gradient of the sum of the last output at xs."""
    cell, leaf = loaded(submission, weights), xs.clone().requires_grad_()
    outputs, _ = submission.unroll(cell, leaf)
    return torch.autograd.grad(outputs[:, -1].sum(), leaf)[0]


def one_batch_after_another(submission, weights, batches):
    """Outputs of one cell for several batches, each learned from before the next comes, and the gradients of the weights at the end."""
    cell = loaded(submission, weights)
    seen = []
    for xs in batches:
        outputs, _ = submission.unroll(cell, xs)
        outputs.sum().backward()
        seen.append(outputs.detach())
    return {"outputs": seen, "gradients": [parameter.grad for parameter in parameters(cell, weights)]}


def in_another_module(submission, weights, x, h, c):
    """The pair of a cell that is part of another module."""
    model = nn.ModuleDict({"cell": loaded(submission, weights)})
    return [each.detach() for each in model["cell"](x, (h, c))]


def as_given(submission, weights, xs, *state):
    """Outputs and pair for these very tensors, which may be views, and all of them afterwards."""
    cell = loaded(submission, weights)
    with torch.no_grad():
        outputs, last = submission.unroll(cell, xs, state) if state else submission.unroll(cell, xs)
    return {
        "outputs": [outputs, *last],
        "given": [xs, *state],
        "weights": {name: value.clone() for name, value in cell.state_dict().items()},
    }


def loaded(submission, weights):
    n_rows, n_in = weights["weight_ih"].shape
    cell = submission.LSTMCell(n_in, n_rows // 4).to(weights["weight_ih"])
    cell.load_state_dict(weights)
    return cell


def parameters(cell, weights):
    named = dict(cell.named_parameters())
    return [named[name] for name in weights]


def fresh(values):
    return [value.clone().requires_grad_() for value in values]


def report(outs, leaves, sums):
    total = sum((out * each).sum() for out, each in zip(outs, sums, strict=True))
    gradients = [None] * len(leaves)
    if total.requires_grad:
        gradients = list(torch.autograd.grad(total, leaves, allow_unused=True))
    return {"outputs": [out.detach() for out in outs], "gradients": gradients}
