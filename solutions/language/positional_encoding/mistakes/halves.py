"""The sines fill the left half and the cosines the right one. A model could learn with that, too, but the task asks for pairs side by side,
and weights trained with one layout are useless with the other.

Cards: language/sine-and-cosine-pairs
"""

import torch
from torch import nn


def positional_encoding(length: int, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    positions = torch.arange(length, dtype=torch.float64)
    exponents = torch.arange(0, width, 2, dtype=torch.float64) / width
    angles = positions.unsqueeze(1) / 10000**exponents
    table = torch.empty(length, width, dtype=torch.float64)
    table[:, : (width + 1) // 2] = angles.sin()
    table[:, (width + 1) // 2 :] = angles[:, : width // 2].cos()
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
