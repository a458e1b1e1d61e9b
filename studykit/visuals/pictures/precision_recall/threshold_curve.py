"""Records precision and recall that the submission finds at 101 thresholds, and the threshold that it likes best."""

import torch


def test_the_curve_of_200_rows(probes, record, device):
    """`precision_recall` gives two numbers for each threshold."""
    draw = torch.Generator().manual_seed(11)
    labels = (torch.rand(200, generator=draw) < 0.35).long()
    scores = torch.sigmoid(torch.randn(200, generator=draw) + 1.6 * labels - 0.8)
    thresholds = torch.linspace(0, 1, 101)
    curve = probes.curve(scores.to(device), labels.to(device), thresholds.to(device))
    best = float(probes.best(scores.to(device), labels.to(device)))
    record(thresholds=thresholds, precision=curve["precision"], recall=curve["recall"], best=best)
