"""A pre-norm transformer block

A transformer block has two branches. Attention exchanges information between positions, and an MLP (feed-forward network) works on each
position separately. Both are added to x by a residual connection. The norm is applied inside each branch (pre-norm), which keeps deep
stacks trainable. Large language models are stacks of such blocks.

Write the class `Block(width, n_heads, dropout=0.0)`, an `nn.Module`, for x of shape (N, T, width). It computes

    x ← x + dropout(attention(norm1(x)))
    x ← x + dropout(narrow(gelu(wide(norm2(x)))))

with these submodules, and no other parameters:

- `norm1` and `norm2` are `nn.LayerNorm`s over the width.
- `attention` is an `nn.MultiheadAttention(width, n_heads, batch_first=True)`, without dropout of its own. Queries, keys and values are all
  norm1(x). It is always causal: position t attends to the positions 0 to t.
- `wide` and `narrow` are linear layers, from width to 4 · width and back. `gelu` is torch's, in its exact form.
- In training mode `dropout` sets each element to 0 with this probability, independently, and divides the others by 1 − dropout. In
  evaluation mode it does nothing.

The output has the shape and the dtype of x, and x is not changed. Do not use `nn.TransformerEncoderLayer`.

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
