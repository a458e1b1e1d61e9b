"""A float mask of 0 and −∞ is added to the scores; dropout is written out, with `self.training`."""

import torch
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
        x = x + self.drop(self.self_attention(self.norm1(x)))
        return x + self.drop(self.narrow(nn.functional.gelu(self.wide(self.norm2(x)))))

    def drop(self, branch):
        if not self.training or self.p == 0:
            return branch
        kept = torch.rand_like(branch) >= self.p
        return torch.where(kept, branch / max(1 - self.p, 1e-9), torch.zeros_like(branch))

    def self_attention(self, h: torch.Tensor) -> torch.Tensor:
        length = h.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(length, device=h.device, dtype=h.dtype)
        return self.attention(h, h, h, attn_mask=mask, is_causal=True, need_weights=False)[0]
