"""`torch.autograd.grad` gives the gradients of each micro-batch; their running weighted mean is set before the step."""

import torch


def train_epoch(model, optimizer, loss_fn, batches, accumulate):
    trained = [p for p in model.parameters() if p.requires_grad]
    losses = []
    for n, (x, y) in enumerate(batches):
        loss = loss_fn(model(x), y)
        grads = torch.autograd.grad(loss, trained, allow_unused=True)
        if n % accumulate == 0:
            samples, mean, means = 0, 0.0, [None if g is None else torch.zeros_like(g) for g in grads]
        samples += x.size(0)
        fraction = x.size(0) / samples
        mean += fraction * (loss.item() - mean)
        means = [None if m is None else m + fraction * (g - m) for m, g in zip(means, grads, strict=True)]
        if n % accumulate == accumulate - 1 or n + 1 == len(batches):
            for p, m in zip(trained, means, strict=True):
                p.grad = m
            optimizer.step()
            losses.append(mean)
    return losses
