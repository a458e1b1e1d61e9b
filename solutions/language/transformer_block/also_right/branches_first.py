"""Attention is a method, GELU is written with erf, and `F.dropout` gets the mode from `self.training`."""

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, n_heads, batch_first=True)
        self.norm2 = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)
        self.p = dropout

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        branch = self.self_attention(self.norm1(x))
        x = F.dropout(branch, self.p, self.training) + x
        hidden = self.wide(self.norm2(x))
        branch = self.narrow(hidden * (1 + torch.erf(hidden / 2**0.5)) / 2)
        return F.dropout(branch, self.p, self.training) + x

    def self_attention(self, h: torch.Tensor) -> torch.Tensor:
        positions = torch.arange(h.shape[1], device=h.device)
        output, _ = self.attention(h, h, h, attn_mask=positions > positions[:, None], need_weights=False)
        return output
