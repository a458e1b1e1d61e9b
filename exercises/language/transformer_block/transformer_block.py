"""A transformer block

A large language model is this block, a hundred times over. Attention carries information between positions, a small network works on each
position by itself, and both only add to what is already there. One misplaced sum and a deep stack no longer learns.

Write the class `Block(width, n_heads, dropout=0.0)`, an `nn.Module`, for x of shape (N, T, width). It computes

    x ← x + dropout(attention(norm1(x)))
    x ← x + dropout(narrow(gelu(wide(norm2(x)))))

with these parts, and no other parameters:

- `norm1` and `norm2` are `nn.LayerNorm`s over the width.
- `attention` is an `nn.MultiheadAttention(width, n_heads, batch_first=True)`, without dropout of its own. Queries, keys and values are all
  norm1(x). It is always causal: position t uses the positions 0 to t.
- `wide` and `narrow` are linear layers, from width to 4 · width and back. `gelu` is torch's, in its exact form.
- In training mode `dropout` puts each number to 0 with this probability, each by itself, and divides those that stay by 1 − dropout. In
  evaluation mode it does nothing.

The output has the shape and the precision of x, and x is not changed. `nn.TransformerEncoderLayer` is not to be used.

Example:

    block = Block(8, 2)
    block(torch.randn(3, 5, 8)).shape      # torch.Size([3, 5, 8])
"""

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        # TODO: norm1, attention, norm2, wide, narrow

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
