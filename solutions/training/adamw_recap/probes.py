"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def configured(submission, state, x, gradients, lr):
    """The model that configure gives, with these weights: its output for x, and its weights after a step with each of these gradients."""
    model, optimizer = submission.configure(x.shape[1], lr, x.device)
    fresh = {name: value.clone() for name, value in model.state_dict().items()}
    model.double().load_state_dict(state)
    output, seen = model(x).detach(), []
    for gradient in gradients:
        for name, p in model.named_parameters():
            p.grad = gradient[name].clone()
        optimizer.step()
        seen.append(values(model))
    return {"fresh": fresh, "output": output, "weights": seen}


def trained(submission, state, x, y, batch_size, lr, n_epochs, calls=1):
    """Train a linear model with plain SGD: the losses of each call, and the weights at the end."""
    model = nn.Linear(x.shape[1], 1).to(x)
    model.load_state_dict(state)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = [submission.train(model, optimizer, loader(x, y, batch_size), n_epochs) for _ in range(calls)]
    return {"losses": losses, "types": [type(loss).__name__ for loss in losses[0]], "weights": values(model)}


def from_top_to_bottom(submission, state, x, y, batch_size, lr, n_epochs):
    """Configure and train: the losses, and the weights at the end."""
    model, optimizer = submission.configure(x.shape[1], lr, x.device)
    model.double().load_state_dict(state)
    losses = submission.train(model, optimizer, loader(x, y, batch_size), n_epochs)
    return {"losses": losses, "weights": values(model)}


def statistics(submission, x, y, batch_size):
    """Train for an epoch a model with batch norm that comes in evaluation mode: what it has learned of its inputs."""
    model = nn.Sequential(nn.BatchNorm1d(x.shape[1]), nn.Linear(x.shape[1], 1)).to(x).eval()
    submission.train(model, torch.optim.SGD(model.parameters(), lr=0.01), loader(x, y, batch_size), 1)
    return model[0].running_mean


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)


def values(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}
