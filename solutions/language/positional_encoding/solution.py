"""The angles are an outer product in float64, because a float32 angle near 100000 has errors of hundredths; only the result is rounded."""

import torch
from torch import nn


def positional_encoding(length: int, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    positions = torch.arange(length, dtype=torch.float64)
    exponents = torch.arange(0, width, 2, dtype=torch.float64) / width
    angles = positions.unsqueeze(1) / 10000**exponents
    table = torch.empty(length, width, dtype=torch.float64)
    table[:, 0::2] = angles.sin()
    table[:, 1::2] = angles[:, : width // 2].cos()
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
