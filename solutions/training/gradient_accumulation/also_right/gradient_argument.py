"""The weight of a micro-batch is the `gradient` argument of `backward`; an iterator gives the groups."""

from itertools import islice

import torch


def train_epoch(model, optimizer, loss_fn, batches, accumulate):
    iterator = iter(batches)
    losses = []
    while group := list(islice(iterator, accumulate)):
        model.zero_grad(set_to_none=False)
        optimizer.zero_grad()
        sizes = torch.tensor([float(x.shape[0]) for x, _ in group])
        weights = (sizes.double() / sizes.double().sum()).tolist()
        values = []
        for (x, y), weight in zip(group, weights, strict=True):
            loss = loss_fn(model(x), y)
            loss.backward(gradient=torch.full_like(loss, weight))
            values.append(weight * float(loss))
        optimizer.step()
        losses.append(sum(values))
    return losses
