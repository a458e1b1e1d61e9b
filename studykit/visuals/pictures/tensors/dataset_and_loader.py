"""Records a scalar, and the row and the batch that the submission's data set and loader give."""

import torch


def test_a_row_and_a_batch(probes, record, device):
    """The data set gives rows, and the loader batches."""
    x = torch.arange(24.0, device=device).reshape(8, 3)
    record(tensors=[described(name, value) for name, value in probes.pieces(x, x[:, :1] * 10).items()])


def described(name, value):
    value = value.cpu()
    table = value.reshape(1, 1) if value.ndim == 0 else value.reshape(-1, value.shape[-1])
    return {"name": name, "shape": list(value.shape), "values": table}
