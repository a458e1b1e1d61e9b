"""Parameters, buffers, plain tensors

A module keeps three sorts of numbers: those that training changes, those that it only remembers, and those that nobody will need
tomorrow. Who tells it which is which gets optimizer, `.to()` and saving for nothing; who does not, loses numbers without an error.

Write the class `Centred(n_features, layers)`, an `nn.Module`. It takes the mean off its inputs, as far as it has seen them, scales them,
and sends them through the layers. It holds:

- `scale`, shape (n_features,), ones at first: trained, saved, moved.
- `mean`, shape (n_features,), zeros at first: the mean of all rows that it has seen in training mode. Not trained, but saved and moved.
- `count`, an integer (int64) tensor of shape (), 0 at first: the number of these rows. Not trained, but saved and moved.
- `batch_mean`, shape (n_features,), zeros at first: the mean of the last batch that it has seen in training mode. Not trained,
  **not saved**, but moved.
- `layers`, a Python list of modules, called one after the other, in this order. Their names in the state_dict are `layers.0.weight` and
  so on. The list may be empty.

"Moved" means that `.to(device)` takes it along, and `.double()` changes its dtype; integers stay integers.

- `model(x)` with x of shape (N, n_features), N at least 1, gives layers((x − mean) · scale). The tensor x is not changed.
- In training mode it first learns from the batch, and then uses the new `mean`. Each **row** counts the same, whatever batch it came in.
  In evaluation mode it learns nothing.
- The mean is a number like any other to autograd: no gradient goes through it. Neither x nor its gradient graph is kept.
- Two models share nothing; that holds for a deep copy, too. A new model that loads the state_dict goes on where the old one was.

Example:

    model = Centred(2, [nn.Linear(2, 1)])
    model(torch.tensor([[1.0, 4.0], [3.0, 8.0]]))
    model.mean, model.count                  # tensor([2., 6.]), tensor(2)
    [name for name, _ in model.named_parameters()]    # ['scale', 'layers.0.weight', 'layers.0.bias']
    "batch_mean" in model.state_dict()       # False
"""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: a place for each of the five

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: learn from the batch if in training mode, then centre, scale, layers
