"""What dropout leaves is not divided by 1 − p. In training the branches are then smaller on average than in evaluation, and the layers
after them see other numbers.

Cards: modules/dropout-scale, language/dropout-in-the-block
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
        x = x + self.thinned(self.look_back(self.norm1(x)))
        return x + self.thinned(self.narrow(F.gelu(self.wide(self.norm2(x)))))

    def thinned(self, branch: torch.Tensor) -> torch.Tensor:
        return branch * (torch.rand_like(branch) >= self.p) if self.training else branch

    def look_back(self, h: torch.Tensor) -> torch.Tensor:
        length = h.shape[1]
        future = torch.ones(length, length, dtype=torch.bool, device=h.device).triu(diagonal=1)
        output, _ = self.attention(h, h, h, attn_mask=future)
        return output
