"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def module(submission, state, width, heads, x):
    """A module with this state, on the device and in the dtype of x."""
    attention = submission.CachedSelfAttention(width, heads)
    attention = attention.to(x.device, x.dtype)
    attention.load_state_dict(state)
    return attention


def parameters(submission, width, heads):
    """Names and shapes of the parameters and buffers."""
    return {name: list(value.shape) for name, value in submission.CachedSelfAttention(width, heads).state_dict().items()}


def chunked(submission, state, width, heads, x, sizes):
    """The outputs of calls with chunks of these sizes, one after another in the same module, and the last cache."""
    attention = module(submission, state, width, heads, x)
    outputs, cache = [], None
    for chunk in x.split(sizes, dim=1):
        y, cache = attention(chunk, cache)
        outputs.append(y.detach())
    return {"outputs": outputs, "keys": cache[0].detach(), "values": cache[1].detach()}


def repeated(submission, state, width, heads, x, other):
    """The output for x without a cache, after the same module has processed another sequence."""
    attention = module(submission, state, width, heads, x)
    _, cache = attention(other)
    attention(other, cache)
    return attention(x)[0].detach()


def branched(submission, state, width, heads, prompt, first, second):
    """Two continuations of one prompt from the same cache, and by how much the cache changed."""
    attention = module(submission, state, width, heads, prompt)
    _, cache = attention(prompt)
    kept = [part.detach().clone() for part in cache]
    outputs = [attention(x, cache)[0].detach() for x in (first, second)]
    lengths = [part.shape[2] for part in cache]
    changes = [torch.zeros(1) if a.shape != b.shape else (a.detach() - b).abs().max() for a, b in zip(cache, kept, strict=True)]
    return {"outputs": outputs, "changes": changes, "lengths": lengths}


def projected(submission, state, width, heads, x, sizes):
    """For each projection, how many positions it has processed in all calls together."""
    attention = module(submission, state, width, heads, x)
    counts = dict.fromkeys(("q_proj", "k_proj", "v_proj"), 0)

    def count(name):
        def hook(layer, inputs, output):
            counts[name] += inputs[0].numel() // (width * len(x))

        return hook

    handles = [getattr(attention, name).register_forward_hook(count(name)) for name in counts]
    cache = None
    for chunk in x.split(sizes, dim=1):
        _, cache = attention(chunk, cache)
    for handle in handles:
        handle.remove()
    return counts


def gradients(submission, state, width, heads, x, sizes, weights):
    """The gradients of a weighted sum of all outputs, with respect to x and to each parameter."""
    attention = module(submission, state, width, heads, x)
    x = x.clone().requires_grad_()
    outputs, cache = [], None
    for chunk in x.split(sizes, dim=1):
        y, cache = attention(chunk, cache)
        outputs.append(y)
    total = (torch.cat(outputs, dim=1) * weights).sum()
    names = ["x", *(name for name, _ in attention.named_parameters())]
    found = torch.autograd.grad(total, [x, *attention.parameters()], allow_unused=True)
    return dict(zip(names, found, strict=True))


def elsewhere(submission, width, heads, x, sizes, place):
    """Shape and device of each output and of the last cache, for a module and inputs on a device that has no values."""
    attention = submission.CachedSelfAttention(width, heads).to(place)
    cache, seen = None, []
    for chunk in x.to(place).split(sizes, dim=1):
        y, cache = attention(chunk, cache)
        seen.append(y)
    return [f"{tuple(value.shape)} on {value.device.type}" for value in (*seen, *cache)]


def afterwards(submission, state, width, heads, x, more):
    """The inputs after two calls."""
    attention = module(submission, state, width, heads, x)
    x, more = x.clone(), more.clone()
    _, cache = attention(x)
    attention(more, cache)
    return [x, more]
