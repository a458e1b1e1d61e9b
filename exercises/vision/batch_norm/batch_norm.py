"""Batch norm by hand

Batch norm keeps the numbers between the layers at a steady scale. It is also the layer that behaves differently in training and in
evaluation, and so the source of many bugs.

Write the class `BatchNorm2d(n_channels, eps=1e-5, momentum=0.1)`, an `nn.Module` for x of shape (N, C, H, W). It holds, all of shape (C,):

- `weight`, ones at first, and `bias`, zeros at first: trained.
- `running_mean`, zeros at first, `running_var`, ones at first, and `num_batches_tracked`, an integer (int64) tensor of shape (), 0 at
  first: remembered, saved and moved, not trained.

x has the dtype of the layer, and the output has the shape and dtype of x. For each channel c by itself:

    y = (x − mean_c) / √(var_c + eps) · weight_c + bias_c

- In **training mode** mean_c and var_c are those of the n = N · H · W numbers of the channel in this batch; the variance divides by n.
  Autograd goes through both: they depend on x.
- Each batch in training mode also moves the running numbers towards its own: new = (1 − momentum) · old + momentum · batch's. The
  variance that is remembered divides by n − 1. `num_batches_tracked` counts the batch. No graph is kept.
- In **evaluation mode** mean_c and var_c are the running ones, and nothing is remembered.
- In training mode n must be at least 2: for n = 1 it raises ValueError, and remembers nothing.

The numbers are right in float32 also where the mean of a channel is 1000 times its spread. The tensor x is not changed. Torch's own norms
are not to be used. The names are those of torch's layer, so each can load the other's state_dict.

Example:

    norm = BatchNorm2d(1)
    norm(torch.tensor([[[[1.0, 3.0]]]]))            # tensor([[[[-1.0000,  1.0000]]]], ...)
    norm.running_mean, norm.running_var             # tensor([0.2000]), tensor([1.1000])
"""

import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, n_channels: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: two that are trained, three that are remembered

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: whose mean and variance?
