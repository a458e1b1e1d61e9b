"""All products at once, each with its flat index in the output buffer: `index_add` sums those with the same index."""

import torch

Pair = tuple[int, int]


def conv_transpose2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    output_padding: Pair = (0, 0),
) -> torch.Tensor:
    n, _, height, width = x.shape
    _, c_out, kernel_h, kernel_w = weight.shape
    full_height = (height - 1) * stride[0] + kernel_h + output_padding[0]
    full_width = (width - 1) * stride[1] + kernel_w + output_padding[1]
    row_idx = torch.arange(height, device=x.device)[:, None] * stride[0] + torch.arange(kernel_h, device=x.device)
    col_idx = torch.arange(width, device=x.device)[:, None] * stride[1] + torch.arange(kernel_w, device=x.device)
    flat_idx = (row_idx[:, :, None, None] * full_width + col_idx).flatten()
    products = torch.einsum("nchw,coij->nohiwj", x, weight).reshape(n, c_out, -1)
    full = x.new_zeros(n, c_out, full_height * full_width).index_add(2, flat_idx, products).view(n, c_out, full_height, full_width)
    out = full[:, :, padding[0] : full_height - padding[0], padding[1] : full_width - padding[1]]
    return out if bias is None else out + bias[None, :, None, None]


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    per_dim = zip(size, wanted, kernel, stride, padding, strict=True)
    extra = [large - ((small - 1) * step - 2 * pad + span) for small, large, span, step, pad in per_dim]
    if any(each < 0 or each >= step for each, step in zip(extra, stride, strict=True)):
        raise ValueError(f"{size} and {wanted} do not match")
    return tuple(extra)
