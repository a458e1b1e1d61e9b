"""Sinusoidal positional encoding

Write a function and a class that add sinusoidal positional encodings to token embeddings. Attention without a mask is permutation
equivariant: if the tokens are shuffled, the outputs are shuffled in the same way. So information about the order must be added to the
vectors themselves. The original transformer adds sine and cosine waves, with a different wavelength for each pair of columns.

`positional_encoding(length, width, dtype=torch.float32)` returns a tensor of shape (length, width) on the CPU, in this dtype. For position
p = 0, 1, … and i = 0, 1, …

- column 2i contains sin(p / 10000^(2i / width)), column 2i + 1 contains cos(p / 10000^(2i / width)).
- Every width from 1 on is allowed. If it is odd, the last column is a sine.
- Each element is accurate also at position 100000: in float32 to 1e-6, in float64 to 1e-9.

`AddPositions(width, max_length)`, an `nn.Module`:

- For x of shape (N, T, width), T at most max_length, it returns x plus the encoding: row p is added to position p of each sequence.
- A longer x raises a ValueError.
- The encoding is a buffer called `table`, of shape (max_length, width). It moves with the model and is not trained: the module has no
  parameters.
- The output has the dtype of x. The gradient flows to x unchanged. The tensor x is not changed.

Example:

    positional_encoding(2, 4)      # [[0, 1, 0, 1], [0.8415, 0.5403, 0.0100, 0.9999]]
"""

import torch
from torch import nn


def positional_encoding(length: int, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    raise NotImplementedError  # TODO


class AddPositions(nn.Module):
    def __init__(self, width: int, max_length: int) -> None:
        super().__init__()
        # TODO: a buffer

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
