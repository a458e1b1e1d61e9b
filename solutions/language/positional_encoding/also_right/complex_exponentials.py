"""The real and imaginary parts of e^(i·angle) are cosine and sine; stacked and flattened they alternate."""

import torch
from torch import nn


def positional_encoding(length: int, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    positions = torch.arange(length, dtype=torch.float64)
    exponents = torch.arange(0, width, 2, dtype=torch.float64) / width
    frequencies = torch.exp(-exponents * torch.log(torch.tensor(10000.0, dtype=torch.float64)))
    rotations = torch.polar(torch.ones(length, len(exponents), dtype=torch.float64), torch.outer(positions, frequencies))
    table = torch.stack([rotations.imag, rotations.real], dim=-1).flatten(1)[:, :width]
    return table.to(dtype)


class AddPositions(nn.Module):
    def __init__(self, width: int, max_length: int) -> None:
        super().__init__()
        self.register_buffer("table", positional_encoding(max_length, width), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        length, longest = x.shape[1], len(self.table)
        if length > longest:
            raise ValueError(f"a sequence of {length} positions, but the table has {longest}")
        return x + self.table[:length].to(x.dtype)
