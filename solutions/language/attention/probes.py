"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def weighed(submission, q, k, causal, sums):
    """The attention weights, and the gradients at q and k of their sum with these numbers."""
    given = [t.clone().requires_grad_() for t in (q, k)]
    return report(submission.attention_weights(*given, causal), given, sums)


def attended(submission, q, k, v, causal, sums):
    """The output, and the gradients at q, k and v of its sum with these numbers."""
    given = [t.clone().requires_grad_() for t in (q, k, v)]
    return report(submission.attention(*given, causal), given, sums)


def as_given(submission, q, k, v, causal):
    """The output for these very tensors, which may be views."""
    return submission.attention(q, k, v, causal)


def afterwards(submission, q, k, v):
    """The inputs after calls with and without a mask, which were not recorded."""
    given = [t.clone() for t in (q, k, v)]
    with torch.no_grad():
        for causal in (True, False):
            submission.attention(*given, causal)
    return given


def elsewhere(submission, q, k, v, causal, place):
    """Shape and device of weights and output for tensors on a device that has no numbers."""
    q, k, v = (t.to(place) for t in (q, k, v))
    given = {"weights": submission.attention_weights(q, k, causal), "output": submission.attention(q, k, v, causal)}
    return {name: f"{tuple(value.shape)} on {value.device.type}" for name, value in given.items()}


def report(out, given, sums):
    gradients = [None] * len(given)
    if out.requires_grad:
        gradients = torch.autograd.grad((out * sums).sum(), given, allow_unused=True)
    return {"output": out.detach(), "gradients": list(gradients)}
