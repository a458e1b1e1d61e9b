"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

LOSSES = {"squared": nn.MSELoss, "absolute": nn.L1Loss}


class Telltale(nn.Module):
    """Makes what goes through larger in training mode, and shifts it in evaluation mode while autograd records."""

    def __init__(self, in_training, recording):
        super().__init__()
        self.in_training, self.recording = in_training, recording

    def forward(self, x):
        if self.training:
            return x * self.in_training
        return x + self.recording * torch.is_grad_enabled()


def fitted(submission, state, train, valid, lr, n_epochs, loss="squared", mode=True, calls=1, momentum=0.0):
    """Fit a model with batch norm: what was returned, all that the model knows at the end, and what it gives for the first rows then."""
    x, _ = train
    model = nn.Sequential(nn.BatchNorm1d(x.shape[1]), nn.Linear(x.shape[1], 1), Telltale(1.5, 50.0)).to(x)
    model.load_state_dict(state)
    model.train(mode)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    returned = [submission.fit(model, LOSSES[loss](), optimizer, loader(*train, 4), loader(*valid, 3), n_epochs) for _ in range(calls)]
    end = {name: value.clone() for name, value in model.state_dict().items()}
    return {
        "returned": returned,
        "types": [type(entry).__name__ for entry in returned[0]["train"] + returned[0]["valid"]],
        "end": end,
        "scale": model[2](torch.ones(1).to(x)),
    }


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)
