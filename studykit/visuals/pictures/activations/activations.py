"""Records values and derivatives of the submission's activations."""

import torch

NAMES = ["relu", "leaky_relu", "sigmoid", "tanh"]


def test_values_and_slopes(probes, record, device):
    """Each function gives a value for each number."""
    # Not linspace, which passes 0 by at -3e-16: a gradient that only 0 has would not be seen.
    x = torch.arange(-50, 51, dtype=torch.float64, device=device) / 10
    found = {name: probes.activated(name, x, torch.ones_like(x)) for name in NAMES}
    record(
        names=NAMES,
        x=x,
        values={name: both["values"] for name, both in found.items()},
        slopes={name: both["gradient"] for name, both in found.items()},
    )
