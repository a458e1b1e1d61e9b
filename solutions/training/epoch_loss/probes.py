"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import weakref

import torch
from torch import nn
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils.data import DataLoader, TensorDataset


def skewed(predictions, y):
    """A loss that counts a prediction that is too high three times as much as one that is too low."""
    errors = predictions - y
    return torch.maximum(3 * errors, -errors).mean()


LOSSES = {"squared": nn.MSELoss(), "skewed": skewed}


class Ballast(torch.autograd.Function):
    """Passes a loss on and has its graph hold memory: addresses that nothing is written to, but which count."""

    @staticmethod
    def forward(ctx, loss, mebibytes):
        ctx.held = torch.empty(mebibytes << 20, dtype=torch.uint8)
        return loss.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


def train_linear(
    submission, state, x, y, batch_size, lr, n_epochs, loss="squared", shuffle=False, ballast=0, momentum=0.0, leftover=0.0, calls=1
):
    """Train a linear model: what was returned by all calls, the types in it, and the weights at the end.

    Each graph holds `ballast` MiB; before the first call all gradients are `leftover`.
    """
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    model.load_state_dict(state)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    plain = LOSSES[loss]

    def heavy(predictions, y):
        return Ballast.apply(plain(predictions, y), ballast)

    returned = []
    for _ in range(calls):
        returned += submission.train(model, heavy if ballast else plain, optimizer, loader(x, y, batch_size, shuffle), n_epochs)
    return {
        "history": returned,
        "types": [type(entry).__name__ for entry in returned],
        "weights": {"weight": model.weight.detach(), "bias": model.bias.detach()},
    }


def left_behind(submission, x, y, batch_size):
    """Train for an epoch, and count before each new loss how many of the earlier batches are still held: graphs and numbers of their
    losses, and their predictions."""
    model = nn.Linear(x.shape[1], 1, device=x.device)
    graphs, storages, outputs, counts = [], [], [], {"graphs": [], "losses": [], "predictions": []}

    def loss_fn(predictions, y):
        counts["graphs"].append(sum(graph() is not None for graph in graphs))
        counts["losses"].append(sum(not storage.expired() for storage in storages))
        counts["predictions"].append(sum(not storage.expired() for storage in outputs))
        outputs.append(StorageWeakRef(predictions.untyped_storage()))
        loss = nn.functional.mse_loss(predictions, y)
        storages.append(StorageWeakRef(loss.untyped_storage()))
        if loss.grad_fn is not None:
            graphs.append(mark(loss))
        return loss

    submission.train(model, loss_fn, torch.optim.SGD(model.parameters(), lr=0.01), loader(x, y, batch_size), 1)
    return counts


class Doubled(nn.Sequential):
    """Doubles its output while it is in training mode itself, whatever the modes of its layers are."""

    def forward(self, x):
        return super().forward(x) * (1 + self.training)


def in_which_mode(submission, state, x, y, batch_size, n_epochs, training):
    """Train with lr = 0 a model with batch norm that comes in the given mode: the losses, and what batch norm has learned of its inputs."""
    norm, linear = nn.BatchNorm1d(x.shape[1]).to(x.device), nn.Linear(x.shape[1], 1).to(x.device)
    linear.load_state_dict(state)
    model = Doubled(norm, linear).train(training)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    history = submission.train(model, nn.MSELoss(), optimizer, loader(x, y, batch_size), n_epochs)
    return {"history": history, "mean": norm.running_mean, "var": norm.running_var}


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
