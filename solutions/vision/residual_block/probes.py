"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def parts(submission, shape):
    """What a new block has registered: its state_dict and its parameters."""
    block = submission.ResidualBlock(*shape)
    return {"state": dict(block.state_dict()), "parameters": {name: p.detach() for name, p in block.named_parameters()}}


def outputs(submission, shape, state, batches, training):
    """Output and state_dict after each batch."""
    block = loaded(submission, shape, state, batches[0]).train(training)
    seen = []
    for x in batches:
        output = block(x).detach()
        seen.append({"output": output, "state": {name: value.clone() for name, value in block.state_dict().items()}})
    return seen


def gradients(submission, shape, state, x, upstream, training):
    """The gradients of x and of the parameters below the given one; None where none arrives."""
    block = loaded(submission, shape, state, x).train(training)
    leaf = x.clone().requires_grad_()
    # Inside a net a block gets what was computed, which may be written to, and not a leaf.
    block(leaf * 1).backward(upstream)
    return {"x": leaf.grad, **{name: p.grad for name, p in block.named_parameters()}}


def stacked(submission, states, x, upstream):
    """The gradients of x and of the first convolution weight, through one block per state, in evaluation mode."""
    blocks = [loaded(submission, (x.shape[1], x.shape[1]), state, x).eval() for state in states]
    leaf = x.clone().requires_grad_()
    nn.Sequential(*blocks)(leaf).backward(upstream)
    return [leaf.grad, blocks[0].conv1.weight.grad]


def afterwards(submission, shape, state, x, training):
    """The batch, after it went through without recording."""
    x = x.clone()
    with torch.no_grad():
        loaded(submission, shape, state, x).train(training)(x)
    return x


def loaded(submission, shape, state, x):
    block = submission.ResidualBlock(*shape).to(x)
    block.load_state_dict(state)
    return block
