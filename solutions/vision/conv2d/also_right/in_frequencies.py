"""A product of two spectra is a convolution, and with one of them conjugated a correlation; the stride picks from all positions."""

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
    c_out, c_in, kernel_h, kernel_w = weight.shape
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    spread = weight.new_zeros(c_out, c_in, dilation[0] * (kernel_h - 1) + 1, dilation[1] * (kernel_w - 1) + 1)
    spread[:, :, :: dilation[0], :: dilation[1]] = weight
    height, width = x.shape[2:]
    spectra = torch.fft.rfft2(x)[:, None] * torch.fft.rfft2(spread, s=(height, width)).conj()
    everywhere = torch.fft.irfft2(spectra.sum(2), s=(height, width))
    out = everywhere[:, :, : height - spread.shape[2] + 1 : stride[0], : width - spread.shape[3] + 1 : stride[1]]
    return out if bias is None else out + bias.view(1, -1, 1, 1)
