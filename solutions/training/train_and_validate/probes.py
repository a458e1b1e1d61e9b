"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def skewed(predictions, y):
    """A loss that counts a prediction that is too high three times as much as one that is too low."""
    errors = predictions - y
    return torch.maximum(3 * errors, -errors).mean()


LOSSES = {"squared": nn.MSELoss(), "skewed": skewed}


class Telltale(nn.Module):
    """Multiplies what goes through in training mode, and shifts it in evaluation mode while autograd records."""

    def __init__(self, in_training, recording):
        super().__init__()
        self.in_training, self.recording = in_training, recording

    def forward(self, x):
        if self.training:
            return x * self.in_training
        return x + self.recording * torch.is_grad_enabled()


def fitted(
    submission,
    state,
    train,
    valid,
    lr,
    n_epochs,
    loss="squared",
    training=True,
    calls=1,
    momentum=0.0,
    in_training=1.0,
    recording=0.0,
    leftover=0.0,
):
    """Fit a line, with batch norm before it if the state has one, whose gradients are `leftover` at first.

    What was returned by each call, all that the model knows at the end, the modes of its modules, what its last layer makes of a one then,
    and whether autograd records.
    """
    x, _ = train
    norm = nn.BatchNorm1d(x.shape[1]) if "0.weight" in state else nn.Identity()
    model = nn.Sequential(norm, nn.Linear(x.shape[1], 1), Telltale(in_training, recording)).to(x)
    model.load_state_dict(state)
    model.train(training)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    returned = [submission.fit(model, LOSSES[loss], optimizer, loader(*train, 4), loader(*valid, 3), n_epochs) for _ in range(calls)]
    end = {name: value.clone() for name, value in model.state_dict().items()}
    return {
        "returned": returned,
        "lists": [type(returned[0][name]).__name__ for name in ("train", "valid")],
        "types": sorted({type(entry).__name__ for name in ("train", "valid") for entry in returned[0][name]}),
        "end": end,
        "modes": [module.training for module in model.modules()],
        "records": model(x).requires_grad,
        "scale": model[2](torch.ones(1).to(x)),
    }


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)
