"""Probabilities, labels and losses from formulas in float64, for binary and multi-class logits, small and large."""

import pytest
import torch
from torch.testing import assert_close

BINARY = [(6,), (6, 1), (1,), (1, 1)]
MULTI_CLASS = [(6, 3), (4, 4), (5, 2), (1, 3)]
LARGE = 1000.0

pytestmark = [pytest.mark.given("You may use torch's losses.")]


@pytest.mark.concept("classification/softmax-of-one")
@pytest.mark.concept("losses/squeeze-one-dim")
@pytest.mark.asks("`probabilities(logits)`: binary: the probability of the label 1, of shape (N,)")
@pytest.mark.parametrize("shape", BINARY, ids=str)
def test_binary_probabilities(probes, rng, device, shape):
    """For one logit per sample, `probabilities` returns the probability of label 1, of shape (N,), also for a single sample."""
    z = 2 * torch.randn(shape, generator=rng).to(device)
    assert_close(probes.probabilities(z), sigmoid(z.reshape(-1)))


@pytest.mark.concept("classification/softmax-of-one")
@pytest.mark.asks("multi-class: the probability of each class, (N, C).")
@pytest.mark.parametrize("shape", MULTI_CLASS, ids=str)
def test_multi_class_probabilities(probes, rng, device, shape):
    """For several logits per sample, `probabilities` returns the softmax: the probabilities of each sample sum to 1."""
    z = 2 * torch.randn(shape, generator=rng).to(device)
    e = z.double().exp()
    assert_close(probes.probabilities(z), (e / e.sum(1, keepdim=True)).to(z.dtype))


@pytest.mark.concept("classification/exp-limit")
@pytest.mark.asks("They are correct for any finite logits.")
@pytest.mark.parametrize("is_column", [False, True])
def test_large_binary_logits(probes, device, is_column):
    """Binary logits of ±1000 give probabilities of 1 and 0, and no NaN."""
    z = torch.tensor([LARGE, -LARGE, 0.0], device=device)
    expected = torch.tensor([1.0, 0.0, 0.5], device=device)
    assert_close(probes.probabilities(z[:, None] if is_column else z), expected)


@pytest.mark.concept("classification/softmax-shift")
@pytest.mark.asks("They are correct for any finite logits.")
def test_large_multi_class_logits(probes, device):
    """Multi-class logits of ±1000 and more give probabilities of 1 and 0, and no NaN."""
    z = torch.tensor([LARGE, -LARGE, 0.0], device=device)
    assert_close(probes.probabilities(torch.stack([z, z + LARGE, z - LARGE])), torch.tensor([[1.0, 0.0, 0.0]] * 3, device=device))


@pytest.mark.concept("classification/threshold-logit")
@pytest.mark.concept("losses/squeeze-one-dim")
@pytest.mark.asks("`labels(logits)`: integers (`torch.int64`) of shape (N,).", "Binary: 1 where the logit is above 0")
@pytest.mark.parametrize("shape", BINARY, ids=str)
def test_binary_labels(probes, rng, device, shape):
    """For one logit per sample, `labels` returns 1 where it is above 0, else 0, as integers of shape (N,)."""
    for sign in (1, -1):  # a single sample may have either label by chance
        z = sign * 2 * torch.randn(shape, generator=rng).to(device)
        assert_close(probes.labels(z), torch.tensor([int(value > 0) for value in z.flatten().tolist()], device=device))


@pytest.mark.concept("classification/threshold-logit")
@pytest.mark.asks("and 0 for a logit of exactly 0")
@pytest.mark.parametrize("is_column", [False, True])
def test_labels_near_the_threshold(probes, device, is_column):
    """A logit of exactly 0 has the label 0, one slightly above 0 the label 1; large logits give only the labels 0 and 1."""
    z = torch.tensor([0.0, 1e-3, -1e-3, 0.4, 0.6, 2.5, -0.7, 30.0], device=device)
    expected = torch.tensor([0, 1, 0, 1, 1, 1, 0, 1], device=device)
    assert_close(probes.labels(z[:, None] if is_column else z), expected)


@pytest.mark.concept("classification/argmax-needs-no-softmax")
@pytest.mark.asks("multi-class: the index of the class with the largest logit.")
@pytest.mark.parametrize("shape", MULTI_CLASS, ids=str)
def test_multi_class_labels(probes, rng, device, shape):
    """For several logits per sample, `labels` returns the index of the largest one."""
    for _ in range(3):
        # Some columns have a larger mean, so that the largest entry of a row is not the one that is largest relative to its column.
        z = (torch.randn(shape, generator=rng) + 2 * torch.randn(shape[1], generator=rng)).to(device)
        assert_close(probes.labels(z), torch.tensor([row.index(max(row)) for row in z.tolist()], device=device))


@pytest.mark.concept("classification/labels-as-floats")
@pytest.mark.concept("classification/loss-takes-logits")
@pytest.mark.asks(
    "`loss(logits, targets)`: the mean cross-entropy, a 0-D tensor, with gradients for the logits.",
    "The targets are labels, `torch.int64` of shape (N,).",
)
@pytest.mark.parametrize("shape", BINARY, ids=str)
def test_the_binary_loss(probes, rng, device, shape):
    """For one logit per sample, `loss` is the mean binary cross-entropy, and its gradient is (sigmoid(z) − y) / N."""
    z = 2 * torch.randn(shape, generator=rng).to(device)
    y = torch.randint(2, shape[:1], generator=rng).to(device)
    p = sigmoid(z.reshape(-1), torch.float64)
    expected = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    same_loss(probes.loss(z, y), expected, ((p - y) / len(y)).reshape(shape), z)


@pytest.mark.concept("classification/loss-takes-logits")
@pytest.mark.asks(
    "the mean cross-entropy, a 0-D tensor, with gradients for the logits",
    "The targets are labels, `torch.int64` of shape (N,).",
)
@pytest.mark.parametrize("shape", MULTI_CLASS, ids=str)
def test_the_multi_class_loss(probes, rng, device, shape):
    """For several logits per sample, `loss` is the mean of −ln p[label], and its gradient is (softmax(z) − one-hot) / N."""
    z = 2 * torch.randn(shape, generator=rng).to(device)
    y = torch.randint(shape[1], shape[:1], generator=rng).to(device)
    e = z.double().exp()
    p = e / e.sum(1, keepdim=True)
    chosen = torch.stack([row[label] for row, label in zip(p, y.tolist(), strict=True)])
    hot = torch.eye(shape[1], device=device, dtype=torch.float64)[y]
    same_loss(probes.loss(z, y), -chosen.log().mean(), (p - hot) / len(y), z)


@pytest.mark.concept("classification/bce-with-logits")
@pytest.mark.asks("It is correct for any finite logits.")
def test_the_loss_of_large_binary_logits(probes, device):
    """A binary logit of a confident wrong prediction has the loss |z|, and still has a gradient."""
    z, y = torch.tensor([200.0, -200.0], device=device), torch.tensor([0, 1], device=device)
    same_loss(probes.loss(z, y), torch.tensor(200.0), torch.tensor([0.5, -0.5], device=device), z)


@pytest.mark.concept("losses/double-softmax")
@pytest.mark.asks("It is correct for any finite logits.")
def test_the_loss_of_large_multi_class_logits(probes, device):
    """Multi-class logits of a confident wrong prediction have the difference of the logits as loss, and still have a gradient."""
    z = torch.tensor([[200.0, -200.0]] * 2, device=device)
    seen = probes.loss(z, torch.tensor([1, 1], device=device))
    same_loss(seen, torch.tensor(400.0), torch.tensor([[0.5, -0.5]] * 2, device=device), z)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed.")
@pytest.mark.parametrize("shape", [(5,), (5, 1), (5, 3)], ids=str)
@pytest.mark.parametrize("name", ["probabilities", "labels", "loss"])
def test_inputs_are_left_alone(probes, rng, device, name, shape):
    """Logits and targets are not changed."""
    z, y = torch.randn(shape, generator=rng).to(device), torch.randint(2, (5,), generator=rng).to(device)
    assert_close(probes.afterwards(name, z, y), [z, y], rtol=0, atol=0)


def sigmoid(z, dtype=torch.float32):
    return (1 / (1 + (-z.double()).exp())).to(dtype)


def same_loss(seen, expected, gradient, like):
    assert_close(seen["loss"], expected.to(like), rtol=1e-4, atol=1e-5)
    assert seen["gradient"] is not None, "the logits get no gradient"
    assert_close(seen["gradient"], gradient.to(like), rtol=1e-4, atol=1e-5)
