"""Reshape, permute, and attention written out."""

import torch
from torch import nn


def split_heads(x: torch.Tensor, n_heads: int) -> torch.Tensor:
    n, t, width = x.shape
    return x.reshape(n, t, n_heads, width // n_heads).permute(0, 2, 1, 3)


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    n, h, t, d = x.shape
    return x.permute(0, 2, 1, 3).contiguous().view(n, t, h * d)


class MultiHeadAttention(nn.Module):
    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        if width % n_heads != 0:
            raise ValueError(f"{n_heads} heads do not divide a width of {width}")
        self.n_heads = n_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: torch.Tensor, causal: bool) -> torch.Tensor:
        q, k, v = split_heads(self.qkv(x), 3 * self.n_heads).chunk(3, dim=1)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if causal:
            scores = scores + torch.full_like(scores, float("-inf")).triu(1)
        return self.out(merge_heads(scores.softmax(-1) @ v))
