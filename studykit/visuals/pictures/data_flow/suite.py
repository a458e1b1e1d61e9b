"""Records the layers of the submission's network and the shape that each gives for 80 rows."""

import torch


def test_the_shape_behind_each_layer(probes, record, device):
    """The model takes a batch of rows."""
    record(layers=probes.layers([1, 5, 1], torch.zeros(80, 1, device=device)))
