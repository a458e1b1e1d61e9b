"""Records the loss curves of five learning rates, and the largest rate that does not diverge."""

import numpy as np

from studykit.visuals.data import notes_line, notes_start

RATES = [0.01, 0.1, 0.5, 0.8, 0.82]
N_EPOCHS = 50


def test_a_curve_for_each_rate(probes, record):
    """`loss_curves` gives the loss of each epoch, and `largest_rate` a number."""
    x, y, _, _ = notes_line()
    b, w = notes_start()
    curves = probes.curves(x, y, b, w, RATES, N_EPOCHS)
    record(rates=RATES, curves=[np.asarray(curve, dtype=float) for curve in curves], border=probes.border(x))
