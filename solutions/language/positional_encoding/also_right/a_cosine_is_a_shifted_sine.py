"""All columns are sines: a cosine is a sine with a phase of π/2. Each column has its own frequency and phase."""

import torch
from torch import nn


def positional_encoding(length: int, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    positions = torch.arange(length, dtype=torch.float64)
    columns = torch.arange(width).double()
    frequencies = 10000.0 ** (-(columns - columns % 2) / width)
    table = torch.sin(positions[:, None] * frequencies + (columns % 2) * torch.pi / 2)
    return table.to(dtype)


class AddPositions(nn.Module):
    def __init__(self, width: int, max_length: int) -> None:
        super().__init__()
        self.register_buffer("table", positional_encoding(max_length, width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        length, longest = x.shape[1], len(self.table)
        if length > longest:
            raise ValueError(f"a sequence of {length} positions, but the table has {longest}")
        return x + self.table.narrow(0, 0, length).unsqueeze(0).type_as(x)
