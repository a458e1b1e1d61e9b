"""einsum names the dims, so no transpose is needed; the mask is a non-persistent buffer, and `out.weight` is initialized to zero."""

import torch
from torch import nn


def split_heads(x: torch.Tensor, n_heads: int) -> torch.Tensor:
    d = x.shape[2] // n_heads
    return torch.stack([x[:, :, h * d : (h + 1) * d] for h in range(n_heads)], 1)


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    n, n_heads, length, d = x.shape
    merged = x.new_empty(n, length, n_heads, d)
    for h in range(n_heads):
        merged[:, :, h] = x[:, h]
    return merged.reshape(n, length, n_heads * d)


class MultiHeadAttention(nn.Module):
    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        if width % n_heads:
            raise ValueError(f"{width} is no multiple of {n_heads}")
        self.n_heads = n_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        self.register_buffer("future", torch.ones(64, 64, dtype=torch.bool).triu(1), persistent=False)

    def forward(self, x: torch.Tensor, causal: bool) -> torch.Tensor:
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.n_heads, -1).unbind(2)
        scores = torch.einsum("nthd,nshd->nhts", q, k) * (width / self.n_heads) ** -0.5
        if causal:
            scores = scores.masked_fill(self.future[:length, :length], float("-inf"))
        return self.out(torch.einsum("nhts,nshd->nthd", scores.softmax(-1), v).flatten(2))
