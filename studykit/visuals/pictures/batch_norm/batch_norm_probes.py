"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def through(submission, layers, batches):
    """Standard deviations after each layer with its norm, and the activations after the last: in training, and in evaluation after 1 batch
    and after all."""
    width = len(layers[0])
    norms = [submission.BatchNorm2d(width).to(batches[0]) for _ in layers]
    stages = {"training": pass_through(layers, norms, batches[0], True), "evaluation early": pass_through(layers, norms, batches[0], False)}
    for batch in batches[1:]:
        pass_through(layers, norms, batch, True)
    stages["evaluation"] = pass_through(layers, norms, batches[0], False)
    return {
        "spread": {name: [h.double().std(0).mean().item() for h in behind] for name, behind in stages.items()},
        "last": {name: behind[-1] for name, behind in stages.items()},
    }


def pass_through(layers, norms, h, training):
    behind = [h]
    with torch.no_grad():
        for layer, norm in zip(layers, norms, strict=True):
            h = h @ layer[:, :-1].T + layer[:, -1]
            h = norm.train(training)(h[:, :, None, None])[:, :, 0, 0]
            behind.append(h)
    return behind
