"""A U-Net for segmentation

To say for each pixel what it belongs to, a network needs the wide view from far below and the sharp edges from the top. A U-Net has both:
what went down is laid beside what comes up. Diffusion models use the same net to tell noise from picture.

Write the class `UNet(c_in, n_classes, width)` and two functions. `block` is given: a convolution that keeps the size, batch norm, ReLU.
With w = width the layers are:

- `down1 = block(c_in, w)`, `down2 = block(w, 2w)`, `bottom = block(2w, 4w)`. Between two of them the size is halved by max pooling, 2×2.
- `up2` and `up1`, transposed convolutions, 2×2, stride 2, from 4w channels to 2w and from 2w to w: each doubles the size.
- `merge2` and `merge1`, blocks to 2w and to w channels. Each gets **two maps, one behind the other on the channel axis**: first what the
  block on the way down gave at this size, before it was halved, then what has come up.
- `head`, a 1×1 convolution from w channels to n_classes.

So the way is down1, down2, bottom, up2, merge2, up1, merge1, head.

- `model(x)` maps (N, c_in, H, W) to logits (N, n_classes, H, W), for all H and W from 4 on. Halving an odd size drops a row or a column, so
  what comes up may be one short of what stands beside it: pad it with zeros, at the bottom and on the right.
- `segmentation_loss(logits, target)` is the cross-entropy, averaged over all pixels of all pictures. `target` has the shape (N, H, W) and
  holds class numbers, int64.
- `segment(model, x)` returns the class of each pixel, (N, H, W), int64: the one with the largest logit. The model is in evaluation mode
  meanwhile, and afterwards in the mode in which it came.
- Pictures may have any layout in memory, in float32 or float64; N ≥ 1. No argument is changed.

Example:

    model = UNet(c_in=1, n_classes=3, width=8)
    model(x).shape                                      # torch.Size([5, 3, 16, 16]), for x of shape (5, 1, 16, 16)
    segment(model, x).shape                             # torch.Size([5, 16, 16])
"""

import torch
from torch import nn


def block(c_in: int, c_out: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(c_in, c_out, 3, padding=1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, c_in: int, n_classes: int, width: int) -> None:
        super().__init__()
        # TODO

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO


def segmentation_loss(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def segment(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
