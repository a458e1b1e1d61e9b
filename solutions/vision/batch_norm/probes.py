"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import copy
import gc
import weakref

import torch

REMEMBERED = ("running_mean", "running_var", "num_batches_tracked")


class Passed(torch.autograd.Function):
    """Passes its input on: its node in the graph is a Python object, which can be watched."""

    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient


def parts(submission, n_channels):
    """What a new layer has registered."""
    norm = submission.BatchNorm2d(n_channels)
    return {"state": dict(norm.state_dict()), "parameters": {name: p.detach() for name, p in norm.named_parameters()}}


def outputs(submission, state, batches, training, **settings):
    """Output and memory after each batch; `training` holds the mode for each."""
    norm = loaded(submission, state, batches[0], settings)
    seen = []
    for x, mode in zip(batches, training, strict=True):
        norm.train(mode)
        seen.append({"output": norm(x).detach(), "memory": memory(norm)})
    return seen


def gradients(submission, state, batches, upstreams, training, **settings):
    """For each batch the gradients of x, weight and bias below the given one, None where none arrives; `training` holds the modes."""
    norm = loaded(submission, state, batches[0], settings)
    seen = []
    for x, upstream, mode in zip(batches, upstreams, training, strict=True):
        x = x.clone().requires_grad_()
        norm.zero_grad()
        norm.train(mode)(x).backward(upstream)
        seen.append([None if t.grad is None else t.grad.clone() for t in (x, norm.weight, norm.bias)])
    return seen


def trained(submission, state, batches, lr, weight_decay):
    """The state_dict after each step of SGD on the sum of the squared outputs."""
    norm = loaded(submission, state, batches[0], {})
    optimizer = torch.optim.SGD(norm.parameters(), lr=lr, weight_decay=weight_decay)
    seen = []
    for x in batches:
        optimizer.zero_grad()
        (norm(x) ** 2).sum().backward()
        optimizer.step()
        seen.append({name: value.clone() for name, value in norm.state_dict().items()})
    return seen


def resumed(submission, state, batches):
    """Learn from all batches but one, load the state_dict into a new layer, learn from the last: its memories and its output."""
    old = loaded(submission, state, batches[0], {})
    for x in batches[:-1]:
        old(x)
    new = submission.BatchNorm2d(batches[0].shape[1]).to(batches[0])
    new.load_state_dict(old.state_dict())
    before = memory(new)
    output = new(batches[-1]).detach()
    return {"before": before, "after": memory(new), "output": output}


def side_by_side(submission, state, first, second):
    """Memories of two layers with a batch each, and of a deep copy of the first that goes on with the second batch."""
    one, other = (loaded(submission, state, first, {}) for _ in range(2))
    one(first)
    twin = copy.deepcopy(one)
    other(second)
    twin(second)
    return [memory(norm) for norm in (one, other, twin)]


def graphs(submission, state, batches):
    """How many batches' graphs are still held after all went through and their outputs are gone; and what remembers with a gradient."""
    norm, nodes = loaded(submission, state, batches[0], {}), []
    for x in batches:
        passed = Passed.apply(x.clone().requires_grad_())
        nodes.append(weakref.ref(passed.grad_fn))
        norm(passed)
        del passed
    gc.collect()
    recorded = [name for name in REMEMBERED if getattr(norm, name).requires_grad]
    return {"held": sum(node() is not None for node in nodes), "recorded": recorded}


def one_batch(submission, state, x):
    """What a batch raises in training mode, its output if it raises nothing, and the memory after it."""
    norm, raised, output = loaded(submission, state, x, {}), None, None
    try:
        output = norm(x).detach()
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        raised = type(error).__name__
    return {"raised": raised, "output": output, "memory": memory(norm)}


def afterwards(submission, state, x, training):
    """The batch, after it went through."""
    x = x.clone()
    loaded(submission, state, x, {}).train(training)(x)
    return x


def loaded(submission, state, x, settings):
    norm = submission.BatchNorm2d(x.shape[1], **settings).to(x)
    norm.load_state_dict(state)
    return norm


def memory(norm):
    return {name: getattr(norm, name).detach().clone() for name in REMEMBERED}
