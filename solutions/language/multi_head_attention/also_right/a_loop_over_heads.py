"""One head after the other, on slices; `stack` and `cat` put them together."""

import torch
from torch import nn


def split_heads(x: torch.Tensor, n_heads: int) -> torch.Tensor:
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    return torch.cat(x.unbind(1), dim=-1)


class MultiHeadAttention(nn.Module):
    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        if width % n_heads != 0:
            raise ValueError(f"{n_heads} heads do not divide a width of {width}")
        self.n_heads = n_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: torch.Tensor, causal: bool) -> torch.Tensor:
        q, k, v = (split_heads(part, self.n_heads) for part in self.qkv(x).split(x.shape[-1], dim=2))
        heads = [nn.functional.scaled_dot_product_attention(q[:, h], k[:, h], v[:, h], is_causal=causal) for h in range(self.n_heads)]
        return self.out(torch.cat(heads, dim=2))
