"""A view of all windows, without copying; one einsum sums over channels and kernel indices."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def conv2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
) -> torch.Tensor:
    _, _, kernel_h, kernel_w = weight.shape
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    windows = x.unfold(2, dilation[0] * (kernel_h - 1) + 1, stride[0]).unfold(3, dilation[1] * (kernel_w - 1) + 1, stride[1])
    windows = windows[..., :: dilation[0], :: dilation[1]]
    out = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return out if bias is None else out + bias[:, None, None]
