"""Each branch has its own dropout layer, written out with `torch.bernoulli`; GELU is a layer and the mask a buffer."""

import torch
from torch import nn


class Drop(nn.Module):
    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        if self.p == 1:
            return x * 0
        return x * torch.bernoulli(torch.full_like(x, 1 - self.p)) / (1 - self.p)


class Block(nn.Module):
    def __init__(self, width: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, n_heads, batch_first=True)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.gelu, self.drop1, self.drop2 = nn.GELU(), Drop(dropout), Drop(dropout)
        self.register_buffer("future", torch.ones(64, 64, dtype=torch.bool).triu(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h, length = self.norm1(x), x.shape[1]
        masked = self.future[:length, :length]
        x = x + self.drop1(self.attention(h, h, h, attn_mask=masked, need_weights=False)[0])
        return x + self.drop2(self.narrow(self.gelu(self.wide(self.norm2(x)))))
