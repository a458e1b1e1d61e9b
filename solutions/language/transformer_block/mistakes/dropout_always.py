"""`F.dropout` does not know the mode: without `training=self.training` it is at work in evaluation mode, too.

Cards: language/dropout-in-the-block, training/eval-is-not-no-grad
"""

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
        x = x + F.dropout(self.look_back(self.norm1(x)), self.p)
        return x + F.dropout(self.narrow(F.gelu(self.wide(self.norm2(x)))), self.p)

    def look_back(self, h: torch.Tensor) -> torch.Tensor:
        length = h.shape[1]
        future = torch.ones(length, length, dtype=torch.bool, device=h.device).triu(diagonal=1)
        output, _ = self.attention(h, h, h, attn_mask=future)
        return output
