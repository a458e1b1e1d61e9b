"""Batch normalization from scratch

Write batch normalization for images. It keeps the activations between layers at a constant scale. It behaves differently in training and
in evaluation mode, which is a common source of bugs.

Write the class `BatchNorm2d(n_channels, eps=1e-5, momentum=0.1)`, an `nn.Module` for x of shape (N, C, H, W). Its attributes, the first
four of shape (C,), are:

- `weight`, initially ones, and `bias`, initially zeros: parameters.
- `running_mean`, initially zeros, `running_var`, initially ones, and `num_batches_tracked`, an integer (int64) tensor of shape (),
  initially 0: buffers, which are saved and moved with the module but not trained.

x has the dtype of the layer, and the output has the shape and dtype of x. For each channel c separately:

    y = (x − mean_c) / √(var_c + eps) · weight_c + bias_c

- In **training mode** mean_c and var_c are those of the n = N · H · W values of the channel in this batch; the variance divides by n
  (biased). Autograd differentiates through both: they depend on x.
- Each batch in training mode also updates the running statistics: new = (1 − momentum) · old + momentum · batch statistic. The running
  variance uses the variance divided by n − 1 (unbiased). `num_batches_tracked` increases by 1. No graph is kept.
- In **evaluation mode** mean_c and var_c are the running statistics, and no buffer changes.
- In training mode n must be at least 2: for n = 1 it raises ValueError, and no buffer changes.

The result is accurate in float32 also if the mean of a channel is 1000 times its standard deviation. The tensor x is not changed. Do not
use torch's own normalization layers. The names are those of torch's layer, so each can load the other's state_dict.

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
        raise NotImplementedError  # TODO: two parameters and three buffers

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: mean and variance of the batch, or the running statistics?
