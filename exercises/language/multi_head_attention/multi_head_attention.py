"""Multi-head attention

Write two functions and a class for multi-head attention. A single attention head has one set of weights for each position, so it computes
one weighted mean. Several heads, each on a slice of the features, attend to different positions at once. Most bugs here are dims in the
wrong order, and they raise no error.

`split_heads(x, n_heads)`: from shape (N, T, width) to (N, n_heads, T, width / n_heads). Head h contains, for each position, the h-th slice
of its features.

`merge_heads(x)`: from shape (N, n_heads, T, d) to (N, T, n_heads · d). It undoes `split_heads`.

`MultiHeadAttention(width, n_heads)`, an `nn.Module`, called as `model(x, causal)` with x of shape (N, T, width):

- It has two linear layers with bias: `qkv`, from width to 3 · width, and `out` (the output projection), from width to width. Nothing else
  is in its state_dict.
- `qkv(x)` contains the queries in its first `width` features, then the keys, then the values.
- Each is split into heads. Each head computes attention separately: the weights are the softmax of q · k / √(width / n_heads) over the
  keys, with `causal=True` only over the keys up to the query's own position. Its output is the weighted mean of its values.
- The heads are merged, and `out` is applied. The result has shape (N, T, width). The tensor x is not changed.
- If n_heads does not divide the width, the constructor raises a ValueError.

With the same weights the outputs and gradients are those of `nn.MultiheadAttention`, which you must not use.
You may use `F.scaled_dot_product_attention`.

Example:

    x = torch.arange(8.0).view(1, 2, 4)      # [[[0, 1, 2, 3], [4, 5, 6, 7]]]
    split_heads(x, 2)                        # [[[[0, 1], [4, 5]], [[2, 3], [6, 7]]]]
"""

import torch
from torch import nn


def split_heads(x: torch.Tensor, n_heads: int) -> torch.Tensor:
    raise NotImplementedError  # TODO


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


class MultiHeadAttention(nn.Module):
    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        # TODO: two linear layers

    def forward(self, x: torch.Tensor, causal: bool) -> torch.Tensor:
        raise NotImplementedError  # TODO
