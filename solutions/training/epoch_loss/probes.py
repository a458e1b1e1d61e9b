"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import weakref

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

LOSSES = {"squared": nn.MSELoss, "absolute": nn.L1Loss}


class Ballast(torch.autograd.Function):
    """Passes a loss on and has its graph hold memory: addresses that nothing is written to, but which count."""

    @staticmethod
    def forward(ctx, loss, mebibytes):
        ctx.held = torch.empty(mebibytes << 20, dtype=torch.uint8)
        return loss.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


def train_linear(submission, state, x, y, batch_size, lr, n_epochs, loss="squared", shuffle=False, ballast=0):
    """Train a linear model: what was returned, the types in it, and the weights at the end. Each graph holds `ballast` MiB."""
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    model.load_state_dict(state)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    plain = LOSSES[loss]()

    def heavy(predictions, y):
        return Ballast.apply(plain(predictions, y), ballast)

    returned = submission.train(model, heavy if ballast else plain, optimizer, loader(x, y, batch_size, shuffle), n_epochs)
    return {
        "history": returned,
        "types": [type(entry).__name__ for entry in returned],
        "attached": [bool(getattr(entry, "requires_grad", False)) for entry in returned],
        "weight": model.weight.detach(),
        "bias": model.bias.detach(),
    }


def graphs_alive(submission, x, y, batch_size):
    """Train for an epoch, and count before each new loss how many graphs of earlier losses are still held."""
    model = nn.Linear(x.shape[1], 1, device=x.device)
    graphs, counts = [], []

    def loss_fn(predictions, y):
        counts.append(sum(graph() is not None for graph in graphs))
        loss = nn.functional.mse_loss(predictions, y)
        if loss.grad_fn is not None:
            graphs.append(mark(loss))
        return loss

    submission.train(model, loss_fn, torch.optim.SGD(model.parameters(), lr=0.01), loader(x, y, batch_size), 1)
    return counts


def statistics(submission, x, y, batch_size, n_epochs, training):
    """Train a model with batch norm that comes in the given mode, and report what it has learned of its inputs."""
    model = nn.Sequential(nn.BatchNorm1d(x.shape[1]), nn.Linear(x.shape[1], 1)).to(x.device).train(training)
    submission.train(model, nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=0.01), loader(x, y, batch_size), n_epochs)
    return {"mean": model[0].running_mean, "var": model[0].running_var}


def loader(x, y, batch_size, shuffle=False):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=shuffle)


def mark(loss):
    """A reference that dies with the graph of this loss: the graph owns the hook, and the loss tensor alone does not."""

    class Hook:
        def __call__(self, *_):
            return None

    hook = Hook()
    loss.grad_fn.register_hook(hook)
    return weakref.ref(hook)
