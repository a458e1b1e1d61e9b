"""Pictures for both exercises, 8 × 8 with one bright spot each: two numbers, its place, say all that differs."""

import torch

N_PICTURES, SIZE = 200, 8
CORNERS = ["top left", "top right", "bottom left", "bottom right"]


def spots():
    """(200, 1, 8, 8), from 0 to 1, and in which quarter each spot lies, a place in CORNERS."""
    draw = torch.Generator().manual_seed(5)
    place = 1 + (SIZE - 3) * torch.rand(N_PICTURES, 2, 1, 1, generator=draw)
    i = torch.arange(float(SIZE))
    squares = (i[:, None] - place[:, 0]) ** 2 + (i - place[:, 1]) ** 2
    lower, right = (place[:, axis, 0, 0] > (SIZE - 1) / 2 for axis in (0, 1))
    return torch.exp(-squares / 3)[:, None], 2 * lower.long() + right.long()


def shown():
    """Which pictures are drawn: two of each quarter but one."""
    _, corners = spots()
    return [row for corner in range(4) for row in (corners == corner).nonzero().flatten().tolist()[:2]][:7]


def kept(pictures, given_back):
    """Which share of what differs between the pictures is in those that were given back; below 0, the mean picture says more."""
    flat, other = pictures.flatten(1).double(), given_back.cpu().double().reshape(len(pictures), -1)
    return 1 - ((flat - other) ** 2).sum().item() / ((flat - flat.mean(0)) ** 2).sum().item()


def kept_by_components(pictures, n):
    """The same for the first n principal components: as much as a model without a non-linearity can keep."""
    flat = pictures.flatten(1).double()
    sizes = torch.linalg.svdvals(flat - flat.mean(0)) ** 2
    return (sizes[:n].sum() / sizes.sum()).item()


def as_rows(pictures):
    return pictures.cpu().double().reshape(len(pictures), SIZE, SIZE)
