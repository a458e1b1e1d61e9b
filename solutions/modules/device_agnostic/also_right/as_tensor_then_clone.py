"""Shared first, then cloned; the leaves are created on the device; the losses stay on the device and are summed at the end."""

import torch
from torch import nn


def to_tensors(x, y, device, dtype):
    both = (torch.as_tensor(x).to(device=device, dtype=dtype, copy=True), torch.from_numpy(y).clone().to(device).to(dtype))
    return both[0], both[1].unsqueeze(1)


def make_parameters(n_features, device, dtype):
    template = torch.empty(0, device=device, dtype=dtype)
    return template.new_zeros(n_features, 1).requires_grad_(), template.new_zeros(1).requires_grad_()


def train(model, batches, lr, device, dtype):
    optimizer = torch.optim.SGD(model.to(device).to(dtype).parameters(), lr)
    losses = []
    for batch in batches:
        x, y = (part.to(device=device, dtype=dtype) for part in batch)
        loss = nn.MSELoss(reduction="sum")(model(x), y)
        optimizer.zero_grad()
        (loss / len(x)).backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses).sum() / sum(len(x) for x, _ in batches)
