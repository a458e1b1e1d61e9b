"""Weights from counts in plain Python, losses and gradients against torch's own, on uneven labels and far out."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close


@pytest.mark.concept("classification/balanced-weights")
@pytest.mark.parametrize("rows", [[7, 2, 1], [3, 3], [1, 8, 4, 2], [5]], ids=str)
def test_the_weights(probes, rng, device, rows):
    """The class c gets N / (n_classes · n_c): a class with half the rows gets twice the weight."""
    labels = shuffled(rows, rng)
    wanted = [sum(rows) / (len(rows) * count) for count in rows]
    assert_close(probes.class_weights(labels.to(device), len(rows)).cpu(), torch.tensor(wanted), check_dtype=False)


@pytest.mark.concept("classification/balanced-weights")
@pytest.mark.parametrize("rows", [[4, 0, 2], [0, 3], [5, 1, 0]], ids=str)
def test_a_class_without_rows(probes, rng, device, rows):
    """A class without rows gets the weight 0, and the others are what they are with this many classes."""
    labels = shuffled(rows, rng)
    wanted = [sum(rows) / (len(rows) * count) if count else 0.0 for count in rows]
    assert_close(probes.class_weights(labels.to(device), len(rows)).cpu(), torch.tensor(wanted), check_dtype=False)


@pytest.mark.concept("classification/weighted-mean")
@pytest.mark.parametrize("rows", [[6, 2, 1], [2, 7], [0, 0, 1], [1, 1, 1, 1]], ids=str)
def test_the_weighted_cross_entropy(probes, rng, device, rows):
    """The weighted losses of the rows are added up and divided by the sum of these rows' weights; the gradient is that of torch's."""
    labels = shuffled(rows, rng).to(device)
    logits = 2 * torch.randn(sum(rows), len(rows), generator=rng).to(device)
    weights = (0.2 + 3 * torch.rand(len(rows), generator=rng)).to(device)
    compare(probes.loss("weighted_cross_entropy", logits, labels, weights), logits, lambda z: F.cross_entropy(z, labels, weight=weights))


@pytest.mark.concept("classification/weighted-mean")
def test_rows_of_weight_zero(probes, rng, device):
    """Rows whose class has the weight 0 do not count, neither above nor below the line."""
    labels = shuffled([3, 2, 2], rng).to(device)
    logits = torch.randn(7, 3, generator=rng).to(device)
    weights = torch.tensor([1.5, 0.0, 0.5], device=device)
    compare(probes.loss("weighted_cross_entropy", logits, labels, weights), logits, lambda z: F.cross_entropy(z, labels, weight=weights))


@pytest.mark.concept("classification/pos-weight")
@pytest.mark.parametrize("rows", [[19, 1], [3, 3], [2, 9]], ids=str)
def test_the_positive_weight(probes, rng, device, rows):
    """`positive_weight` is the number of zeros over the number of ones."""
    got = probes.positive_weight(shuffled(rows, rng).to(device))
    assert_close(got.cpu(), torch.tensor(rows[0] / rows[1]), check_dtype=False)


@pytest.mark.concept("classification/pos-weight")
@pytest.mark.parametrize("rows", [[8, 2], [1, 4], [0, 1], [1, 0]], ids=str)
def test_the_weighted_binary_loss(probes, rng, device, rows):
    """The term of the label 1 counts `pos_weight` times, and the mean is over the rows; the gradient is that of torch's."""
    labels = shuffled(rows, rng).to(device)
    logits = 2 * torch.randn(sum(rows), generator=rng).to(device)
    weight = (0.3 + 5 * torch.rand((), generator=rng)).to(device)
    wanted = torchs_bce(labels, weight)
    compare(probes.loss("weighted_bce", logits, labels, weight), logits, wanted)


@pytest.mark.concept("losses/logit-loss-gradient")
def test_far_out(probes, device):
    """For logits of ±1000 both losses and their gradients are finite and right."""
    z = torch.tensor([1000.0, -1000.0, 1000.0, 0.0], device=device)
    labels, weight = torch.tensor([0, 1, 1, 1], device=device), torch.tensor(3.0, device=device)
    compare(probes.loss("weighted_bce", z, labels, weight), z, torchs_bce(labels, weight))
    both, weights = torch.stack([z, -z], dim=1), torch.tensor([1.0, 4.0], device=device)
    compare(probes.loss("weighted_cross_entropy", both, labels, weights), both, lambda z: F.cross_entropy(z, labels, weight=weights))


def test_inputs_are_left_alone(probes, rng, device):
    """Logits, labels and weights are not changed."""
    given = [torch.randn(5, 3, generator=rng), torch.randint(3, (5,), generator=rng), torch.rand(3, generator=rng)]
    given = [value.to(device) for value in given]
    assert_close(probes.afterwards(*given), given, rtol=0, atol=0)


def shuffled(rows, rng):
    labels = torch.tensor([label for label, count in enumerate(rows) for _ in range(count)])
    return labels[torch.randperm(len(labels), generator=rng)]


def torchs_bce(labels, weight):
    return lambda z: F.binary_cross_entropy_with_logits(z, labels.to(z.dtype), pos_weight=weight)


def compare(seen, logits, torchs):
    inputs = logits.clone().requires_grad_()
    wanted = torchs(inputs)
    assert_close(seen["loss"], wanted.detach(), rtol=1e-4, atol=1e-5)
    assert seen["gradient"] is not None, "no gradient flows to the logits"
    assert_close(seen["gradient"], torch.autograd.grad(wanted, inputs)[0], rtol=1e-4, atol=1e-5)
