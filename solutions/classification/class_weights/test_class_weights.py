"""Weights from counts in plain Python, losses and gradients against torch's own, for imbalanced labels and large logits."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = [
    pytest.mark.asks("Do not use torch's own losses"),
    pytest.mark.given("you may use `log_softmax`, `logsigmoid`, `softplus` and `logsumexp`."),
]


@pytest.mark.concept("classification/balanced-weights")
@pytest.mark.asks(
    "Labels are integers (`torch.int64`) of shape (N,)",
    "a float tensor of shape (n_classes,)",
    "A class c with n_c of the N samples gets the balanced weight N / (n_classes · n_c)",
)
@pytest.mark.parametrize("samples_per_class", [[7, 2, 1], [3, 3], [1, 8, 4, 2], [5], [9, 3, 12]], ids=str)
def test_the_weights(probes, rng, device, samples_per_class):
    """A class c gets N / (n_classes · n_c): a class with half as many samples gets twice the weight."""
    counts = samples_per_class
    expected = torch.tensor([sum(counts) / (len(counts) * count) for count in counts])
    got = probes.class_weights(shuffled(counts, rng).to(device), len(counts))
    assert_close(got.cpu().double(), expected.double(), rtol=1e-5, atol=1e-6)
    assert got.dtype.is_floating_point, "the weights are not floats"


@pytest.mark.concept("classification/balanced-weights")
@pytest.mark.asks("and 0 if it has no samples")
@pytest.mark.parametrize("samples_per_class", [[4, 0, 2], [0, 3], [5, 1, 0]], ids=str)
def test_a_class_without_samples(probes, rng, device, samples_per_class):
    """A class without samples gets the weight 0; the others still divide by `n_classes`."""
    counts = samples_per_class
    expected = torch.tensor([sum(counts) / (len(counts) * count) if count else 0.0 for count in counts])
    assert_close(probes.class_weights(shuffled(counts, rng).to(device), len(counts)).cpu(), expected, check_dtype=False)


@pytest.mark.concept("classification/weighted-mean")
@pytest.mark.asks(
    "`weighted_cross_entropy(logits, labels, weights)`: logits (N, C), weights (C,).",
    "The loss of a sample, −ln softmax(z)[label], is multiplied by the weight of its label",
    "divided by the **sum of the weights of these N samples**",
    "Both losses return a 0-D tensor, with gradients for the logits",
)
@pytest.mark.parametrize("samples_per_class", [[6, 2, 1], [2, 7], [0, 0, 1], [1, 1, 1, 1]], ids=str)
def test_the_weighted_cross_entropy(probes, rng, device, samples_per_class):
    """The weighted losses of the samples are summed and divided by the sum of the samples' weights; the gradient matches torch's."""
    counts = samples_per_class
    labels = shuffled(counts, rng).to(device)
    logits = 2 * torch.randn(sum(counts), len(counts), generator=rng).to(device)
    weights = (0.2 + 3 * torch.rand(len(counts), generator=rng)).to(device)
    compare(probes.loss("weighted_cross_entropy", logits, labels, weights), logits, torchs_cross_entropy(labels, weights))


@pytest.mark.concept("classification/weighted-mean")
@pytest.mark.asks("the sum of these is divided by the **sum of the weights of these N samples**")
def test_samples_of_weight_zero(probes, rng, device):
    """Samples of a class with the weight 0 contribute neither to the sum of the losses nor to the sum of the weights."""
    labels = shuffled([3, 2, 2], rng).to(device)
    logits = torch.randn(7, 3, generator=rng).to(device)
    weights = torch.tensor([1.5, 0.0, 0.5], device=device)
    compare(probes.loss("weighted_cross_entropy", logits, labels, weights), logits, torchs_cross_entropy(labels, weights))


@pytest.mark.concept("losses/double-softmax")
@pytest.mark.asks("are correct for any finite logits")
def test_cross_entropy_of_large_logits(probes, device):
    """For logits of ±1000 the cross-entropy and its gradient are finite and correct."""
    z, labels = large_logits(device)
    logits, weights = torch.stack([z, -z], dim=1), torch.tensor([1.0, 4.0], device=device)
    compare(probes.loss("weighted_cross_entropy", logits, labels, weights), logits, torchs_cross_entropy(labels, weights))


@pytest.mark.concept("classification/pos-weight")
@pytest.mark.asks("for labels 0 and 1, both present, the number of zeros divided by the number of ones, as a 0-D tensor")
@pytest.mark.parametrize("zeros_and_ones", [[19, 1], [3, 3], [2, 9]], ids=str)
def test_the_positive_weight(probes, rng, device, zeros_and_ones):
    """`positive_weight` is the number of zeros divided by the number of ones."""
    n_zeros, n_ones = zeros_and_ones
    got = probes.positive_weight(shuffled(zeros_and_ones, rng).to(device))
    assert_close(got.cpu(), torch.tensor(n_zeros / n_ones), check_dtype=False)


@pytest.mark.concept("classification/pos-weight")
@pytest.mark.asks(
    "`weighted_bce(logits, labels, pos_weight)`: logits (N,).",
    "The binary cross-entropy in which the term of the label 1 is multiplied by `pos_weight`",
    "the mean **over the N samples**",
    "Both losses return a 0-D tensor, with gradients for the logits",
)
@pytest.mark.parametrize("zeros_and_ones", [[8, 2], [1, 4], [0, 1], [1, 0]], ids=str)
def test_the_weighted_binary_loss(probes, rng, device, zeros_and_ones):
    """The term of the label 1 is multiplied by `pos_weight`, and the mean is over the samples; the gradient matches torch's."""
    labels = shuffled(zeros_and_ones, rng).to(device)
    logits = 2 * torch.randn(sum(zeros_and_ones), generator=rng).to(device)
    weight = (0.3 + 5 * torch.rand((), generator=rng)).to(device)
    compare(probes.loss("weighted_bce", logits, labels, weight), logits, torchs_bce(labels, weight))


@pytest.mark.concept("losses/logit-loss-gradient")
@pytest.mark.asks("are correct for any finite logits")
def test_binary_loss_of_large_logits(probes, device):
    """For logits of ±1000 the binary loss and its gradient are finite and correct."""
    logits, labels = large_logits(device)
    weight = torch.tensor(3.0, device=device)
    compare(probes.loss("weighted_bce", logits, labels, weight), logits, torchs_bce(labels, weight))


@pytest.mark.concept("optimizers/update-in-place")
@pytest.mark.asks("The inputs are not changed.")
@pytest.mark.parametrize("name", ["class_weights", "weighted_cross_entropy", "positive_weight", "weighted_bce"])
def test_inputs_are_left_alone(probes, rng, device, name):
    """Logits, labels and weights are not changed."""
    labels = shuffled([3, 4], rng)
    inputs = {
        "class_weights": [labels, 2],
        "weighted_cross_entropy": [torch.randn(7, 2, generator=rng), labels, 0.5 + torch.rand(2, generator=rng)],
        "positive_weight": [labels],
        "weighted_bce": [torch.randn(7, generator=rng), labels, 0.5 + torch.rand((), generator=rng)],
    }[name]
    inputs = [value.to(device) if isinstance(value, torch.Tensor) else value for value in inputs]
    expected = [value for value in inputs if isinstance(value, torch.Tensor)]
    assert_close(probes.afterwards(name, inputs), expected, rtol=0, atol=0)


def shuffled(counts, rng):
    labels = torch.tensor([label for label, count in enumerate(counts) for _ in range(count)])
    return labels[torch.randperm(len(labels), generator=rng)]


def large_logits(device):
    """Large logits, of correct and of wrong predictions."""
    return torch.tensor([1000.0, -1000.0, 1000.0, 0.0], device=device), torch.tensor([0, 1, 1, 1], device=device)


def torchs_cross_entropy(labels, weights):
    return lambda z: F.cross_entropy(z, labels, weight=weights)


def torchs_bce(labels, weight):
    return lambda z: F.binary_cross_entropy_with_logits(z, labels.to(z.dtype), pos_weight=weight)


def compare(seen, logits, torchs):
    inputs = logits.clone().requires_grad_()
    expected = torchs(inputs)
    assert_close(seen["loss"], expected.detach(), rtol=1e-4, atol=1e-5)
    assert seen["gradient"] is not None, "the logits get no gradient"
    assert_close(seen["gradient"], torch.autograd.grad(expected, inputs)[0], rtol=1e-4, atol=1e-5)
