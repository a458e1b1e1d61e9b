"""Parameters, buffers and plain tensors

Write a module that centers its inputs with a running mean. It has tensors of three kinds: trained, saved but not trained, and neither
saved nor trained. Register each tensor as the right kind, and the optimizer, device moves and checkpoints handle it automatically. If
you don't, values are silently lost.

Write the class `Centred(n_features, layers)`, an `nn.Module`. It subtracts the mean of the inputs seen so far, scales the result, and
passes it through the layers. It has:

- `scale`, shape (n_features,), initially ones: trained, saved, moved.
- `mean`, shape (n_features,), initially zeros: the mean of all samples that it has seen in training mode. Not trained, but saved and
  moved.
- `count`, an integer (int64) tensor of shape (), initially 0: the number of these samples. Not trained, but saved and moved.
- `batch_mean`, shape (n_features,), initially zeros: the mean of the last batch that it has seen in training mode. Not trained,
  **not saved**, but moved.
- `layers`, a Python list of modules, called one after the other, in this order. Their names in the state_dict are `layers.0.weight` and
  so on. The list may be empty.

"Moved" means that `.to(device)` moves it, and `.double()` changes its dtype; integers stay integers.

- `model(x)` with x of shape (N, n_features), N at least 1, returns layers((x − mean) · scale). Do not modify x.
- In training mode it first updates the mean with the batch, and then uses the new `mean`. Each **sample** has the same weight, whatever
  the size of its batch. In evaluation mode nothing is updated.
- For autograd the mean is a constant: no gradient flows through it. Neither x nor its computational graph is kept.
- Two models share nothing; that holds for a deep copy, too. A new model that loads the state_dict continues where the old one was.

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
        raise NotImplementedError  # TODO: register each of the five

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: in training mode update the mean; then center, scale, layers
