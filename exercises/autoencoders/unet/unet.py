"""A U-Net for semantic segmentation

Write the class `UNet(c_in, n_classes, width)` and the functions `segmentation_loss` and `segment`. `block` is given: a convolution that
keeps the size, batch norm, ReLU.

Semantic segmentation assigns a class to each pixel. That needs context, which the low-resolution layers have, and exact edges, which only
the high-resolution layers have. A U-Net combines both: skip connections concatenate the encoder's feature maps to the decoder's. Diffusion
models use the same architecture to predict noise.

With w = width the layers are:

- `down1 = block(c_in, w)`, `down2 = block(w, 2w)`, `bottom = block(2w, 4w)`. Between them the size is halved by 2×2 max pooling.
- `up2` and `up1`, transposed convolutions, 2×2, stride 2, from 4w channels to 2w and from 2w to w: each doubles the size.
- `merge2` and `merge1`, blocks to 2w and to w channels. The input of each is **two feature maps, concatenated along the channel dim**:
  first the output of `down2` (or `down1`) from before the pooling, then the output of `up2` (or `up1`).
- `head`, a 1×1 convolution from w channels to n_classes.

The order is down1, down2, bottom, up2, merge2, up1, merge1, head.

- `model(x)` maps (N, c_in, H, W) to logits (N, n_classes, H, W), for all H, W ≥ 4. Pooling an odd size drops the last row or column, so
  the upsampled map may be one pixel smaller than the encoder's: pad it with zeros at the bottom and on the right.
- `segmentation_loss(logits, target)` is the cross-entropy, averaged over all pixels of all images. `target` has the shape (N, H, W) and
  contains class indices, int64.
- `segment(model, x)` returns the class index of each pixel, (N, H, W), int64: the class with the largest logit. It evaluates the model in
  evaluation mode and restores the previous mode.
- Images may have any memory layout, in float32 or float64; N ≥ 1. No argument is modified.

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
