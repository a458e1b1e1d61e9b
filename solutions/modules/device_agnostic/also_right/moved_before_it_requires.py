"""If a tensor requires grad only after it was moved, it is a leaf."""

import torch


def to_tensors(x, y, device, dtype):
    return torch.tensor(x).to(device, dtype), torch.tensor(y[:, None]).to(device, dtype)


def make_parameters(n_features, device, dtype):
    w, b = torch.zeros(n_features, 1).to(device, dtype), torch.zeros(1).to(device, dtype)
    for p in (w, b):
        p.requires_grad = True
    return w, b


def train(model, batches, lr, device, dtype):
    model = model.to(device=device, dtype=dtype)
    params = list(model.parameters())
    mean, count = None, 0
    for x, y in batches:
        x, y = x.to(params[0]), y.to(params[0])
        error = (model(x) - y) ** 2
        gradients = torch.autograd.grad(error.mean(), params)
        with torch.no_grad():
            for p, g in zip(params, gradients, strict=True):
                p -= lr * g
        count += len(x)
        mean = error.detach().mean() if mean is None else mean + (error.detach().mean() - mean) * (len(x) / count)
    return mean
