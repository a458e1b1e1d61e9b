"""Both branches are methods, and dropout is the function, told the mode."""

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
        after = self.look_back(self.norm1(x))
        x = F.dropout(after, self.p, self.training) + x
        hidden = self.wide(self.norm2(x))
        after = self.narrow(hidden * (1 + torch.erf(hidden / 2**0.5)) / 2)
        return F.dropout(after, self.p, self.training) + x

    def look_back(self, h: torch.Tensor) -> torch.Tensor:
        places = torch.arange(h.shape[1], device=h.device)
        output, _ = self.attention(h, h, h, attn_mask=places > places[:, None], need_weights=False)
        return output
