"""With the FFT: the product of two spectra, one of them conjugated, is a cross-correlation; the stride selects from all positions."""

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
    dilated = weight.new_zeros(c_out, c_in, dilation[0] * (kernel_h - 1) + 1, dilation[1] * (kernel_w - 1) + 1)
    dilated[:, :, :: dilation[0], :: dilation[1]] = weight
    height, width = x.shape[2:]
    spectra = torch.fft.rfft2(x)[:, None] * torch.fft.rfft2(dilated, s=(height, width)).conj()
    full = torch.fft.irfft2(spectra.sum(2), s=(height, width))
    out = full[:, :, : height - dilated.shape[2] + 1 : stride[0], : width - dilated.shape[3] + 1 : stride[1]]
    return out if bias is None else out + bias.view(1, -1, 1, 1)
