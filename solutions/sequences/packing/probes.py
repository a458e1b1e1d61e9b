"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

LAYERS = {"RNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}


def padded(submission, sequences, sums):
    """Batch and lengths, and the gradients of the batch's sum with these numbers at each sequence."""
    leaves = [sequence.clone().requires_grad_() for sequence in sequences]
    x, lengths = submission.pad(leaves)
    gradients = list(torch.autograd.grad((x * sums).sum(), leaves)) if x.requires_grad else [None] * len(leaves)
    return {"x": x.detach(), "lengths": lengths, "gradients": gradients, "given": [leaf.detach() for leaf in leaves]}


def padded_elsewhere(submission, sequences, place):
    """Shapes and devices of batch and lengths for sequences that lie at this place, which may be one without numbers; None where a number
    was asked for."""
    try:
        x, lengths = submission.pad([sequence.to(place) for sequence in sequences])
    except RuntimeError as error:
        if "Tensor.item() cannot be called" in str(error):
            return None
        raise
    return {name: f"{tuple(value.shape)} on {value.device.type}" for name, value in (("x", x), ("lengths", lengths))}


def ran(submission, kind, weights, x, lengths):
    """Outputs and last state of a layer with these weights."""
    outputs, state = submission.run(loaded(kind, weights, x), x.clone(), lengths)
    return {"outputs": outputs.detach(), "state": [each.detach() for each in parts(state)]}


def gradients(submission, kind, weights, x, lengths, sums):
    """The gradients of the sum of outputs and last state with these numbers, at x and at the weights."""
    layer, leaf = loaded(kind, weights, x), x.clone().requires_grad_()
    outputs, state = submission.run(layer, leaf, lengths)
    named = dict(layer.named_parameters())
    wanted = [leaf, *(named[name] for name in weights)]
    total = sum((out * each).sum() for out, each in zip([outputs, *parts(state)], sums, strict=True))
    return list(torch.autograd.grad(total, wanted, allow_unused=True)) if total.requires_grad else [None] * len(wanted)


def parts(state):
    return list(state) if isinstance(state, (tuple, list)) else [state]


def afterwards(submission, kind, weights, x, lengths, training):
    """Outputs for these very tensors, which may be views, and all that was passed in, after the call."""
    layer = loaded(kind, weights, x).train(training)
    with torch.no_grad():
        outputs, _ = submission.run(layer, x, lengths)
    state = dict(layer.named_parameters())
    return {"outputs": outputs, "given": [x, lengths], "weights": [state[name].detach() for name in weights], "training": layer.training}


def loaded(kind, weights, x):
    n_hidden = weights["weight_hh_l0"].shape[1]
    n_layers = sum(name.startswith("weight_ih") and not name.endswith("reverse") for name in weights)
    both = any(name.endswith("reverse") for name in weights)
    layer = LAYERS[kind](x.shape[2], n_hidden, n_layers, batch_first=True, bidirectional=both).to(x)
    layer.load_state_dict(weights)
    return layer
