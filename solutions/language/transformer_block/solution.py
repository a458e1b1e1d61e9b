"""The norms are inside the branches, so there is an identity path from the input to the output."""

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
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.dropout(self.self_attention(self.norm1(x)))
        return x + self.dropout(self.narrow(F.gelu(self.wide(self.norm2(x)))))

    def self_attention(self, h: torch.Tensor) -> torch.Tensor:
        length = h.shape[1]
        future = torch.ones(length, length, dtype=torch.bool, device=h.device).triu(diagonal=1)
        output, _ = self.attention(h, h, h, attn_mask=future)
        return output
