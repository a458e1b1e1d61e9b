"""With an odd width there is one cosine column less than there are angles, and the assignment does not fit.

Cards: language/sine-and-cosine-pairs
"""

import torch
from torch import nn


def positional_encoding(length: int, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    positions = torch.arange(length, dtype=torch.float64)
    exponents = torch.arange(0, width, 2, dtype=torch.float64) / width
    angles = positions.unsqueeze(1) / 10000**exponents
    table = torch.empty(length, width, dtype=torch.float64)
    table[:, 0::2] = angles.sin()
    table[:, 1::2] = angles.cos()
    return table.to(dtype)


class AddPositions(nn.Module):
    def __init__(self, width: int, max_length: int) -> None:
        super().__init__()
        self.register_buffer("table", positional_encoding(max_length, width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        length, longest = x.shape[1], len(self.table)
        if length > longest:
            raise ValueError(f"a sequence of {length} positions, but the table has {longest}")
        return x + self.table[:length].to(x.dtype)
