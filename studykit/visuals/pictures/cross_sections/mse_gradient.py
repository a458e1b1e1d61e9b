"""Records the loss along each parameter, through the usual starting point, and the submission's partial derivatives there."""

import numpy as np

from studykit.visuals.data import notes_line, notes_start


def test_the_slope_at_each_point_of_a_section(probes, record):
    """`mse_gradient` gives two numbers at each point."""
    x, y = (values.ravel() for values in notes_line()[:2])
    b, w = (float(value[0]) for value in notes_start())
    grid = np.linspace(-2, 4, 25)
    along_b = [probes.gradients(float(at), w, x, y) for at in grid]
    along_w = [probes.gradients(b, float(at), x, y) for at in grid]
    record(
        start=[b, w],
        b={"at": grid, "loss": [loss(at, w, x, y) for at in grid], "slope": [float(np.asarray(pair[0])) for pair in along_b]},
        w={"at": grid, "loss": [loss(b, at, x, y) for at in grid], "slope": [float(np.asarray(pair[1])) for pair in along_w]},
    )


def loss(b, w, x, y):
    return float(((b + w * x - y) ** 2).mean())
