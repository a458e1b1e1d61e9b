"""Values and gradients of each loss against torch's own, in every reduction, on many shapes, and where exp and log overflow."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

TORCHS = {
    "l1": F.l1_loss,
    "mse": F.mse_loss,
    "bce": F.binary_cross_entropy,
    "bce_with_logits": F.binary_cross_entropy_with_logits,
    "cross_entropy": F.cross_entropy,
}
# Right formulas differ by rounding errors of 1e-16, and `softplus` drops e⁻²⁰ = 2e-9 where it approximates ln(1 + eᶻ) by z.
NEAR = {"rtol": 1e-9, "atol": 5e-9}
every_loss = pytest.mark.parametrize("name", list(TORCHS))
both_dtypes = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])

pytestmark = [
    pytest.mark.asks("Do not use torch's own losses"),
    pytest.mark.given("(`nn.BCELoss` does the same.)"),
]


@pytest.mark.asks('`l1(predictions, targets, reduction="mean")`: |p − y|.')
def test_the_absolute_error(probes, rng, device):
    """`l1` is |p − y| for each element."""
    p, y = normal(rng, device, (4, 3)), normal(rng, device, (4, 3))
    y[0] = p[0]
    assert_close(probes.value("l1", p, y, "none"), (p - y).abs(), **NEAR)


@pytest.mark.concept("losses/outliers")
@pytest.mark.asks("Where p = y, its gradient with respect to p is 0.")
def test_no_error_no_gradient(probes, rng, device):
    """Where a prediction equals its target, the gradient of `l1` is 0; elsewhere it is 1 or −1."""
    p, y = normal(rng, device, (4, 3)), normal(rng, device, (4, 3))
    y[:2] = p[:2]
    seen = probes.loss("l1", p, y, "sum")
    has_gradient(seen)
    assert_close(seen["gradient"], (p - y).sign(), **NEAR)


@pytest.mark.asks("(p − y)²")
def test_the_squared_error(probes, rng, device):
    """`mse` is (p − y)² for each element."""
    p, y = normal(rng, device, (4, 3)), normal(rng, device, (4, 3))
    assert_close(probes.value("mse", p, y, "none"), (p - y) ** 2, **NEAR)


@pytest.mark.concept("losses/bce-formula")
@pytest.mark.asks("binary cross-entropy, −(y · ln p + (1 − y) · ln(1 − p)), with float targets between 0 and 1")
def test_binary_cross_entropy(probes, rng, device):
    """`bce` takes probabilities and uses both logarithms, weighted by y and 1 − y, also for targets between 0 and 1."""
    p, y = draw("bce", rng, device, (4, 3))
    assert_close(probes.value("bce", p, y, "none"), TORCHS["bce"](p, y, reduction="none"), **NEAR)


@pytest.mark.concept("losses/bce-formula")
@pytest.mark.asks("the same loss for p = sigmoid(z), for any finite logits")
def test_binary_cross_entropy_of_logits(probes, rng, device):
    """`bce_with_logits` takes logits and returns the binary cross-entropy of their sigmoid."""
    z, y = draw("bce_with_logits", rng, device, (4, 3))
    assert_close(probes.value("bce_with_logits", z, y, "none"), TORCHS["bce"](z.sigmoid(), y, reduction="none"), **NEAR)


@pytest.mark.concept("losses/class-dim")
@pytest.mark.asks("−ln softmax(z)[label]", "with the classes in dim 1", "the labels are int64, of shape (N,) or (N, H, W)")
@pytest.mark.parametrize("shape", [(5, 5), (1, 3), (4, 1), (3, 3, 3, 3), (2, 5, 3, 4), (2, 3, 1, 4), (2, 3, 4, 1), (1, 2, 1, 1)], ids=str)
def test_cross_entropy(probes, rng, device, shape):
    """`cross_entropy` takes logits with the classes in dim 1, and integer labels, and returns one loss per label."""
    z, labels = draw("cross_entropy", rng, device, shape)
    assert_close(probes.value("cross_entropy", z, labels, "none"), TORCHS["cross_entropy"](z, labels, reduction="none"), **NEAR)


@pytest.mark.concept("losses/reductions")
@pytest.mark.asks('`reduction` is `"none"`', '`"sum"` or `"mean"`')
@every_loss
def test_the_reductions(probes, rng, device, name):
    """Each loss has three reductions: one loss per element (per label for `cross_entropy`), their sum, and their mean."""
    for shape in [(4, 3), (2, 3, 2, 5)]:
        inputs = draw(name, rng, device, shape)
        assert_close(probes.reduced(name, *inputs), reduced(name, *inputs), **NEAR)


@pytest.mark.concept("losses/reductions")
@pytest.mark.asks(
    '`l1(predictions, targets, reduction="mean")`: |p − y|.',
    '`mse(predictions, targets, reduction="mean")`: (p − y)².',
    '`bce(probabilities, targets, reduction="mean")`',
    '`bce_with_logits(logits, targets, reduction="mean")`',
    '`cross_entropy(logits, labels, reduction="mean")`',
)
@every_loss
def test_the_mean_is_the_default(probes, rng, device, name):
    """The default of `reduction` is the mean."""
    first, second = draw(name, rng, device, (5, 3))
    assert_close(probes.value(name, first, second), TORCHS[name](first, second), **NEAR)


@pytest.mark.asks("both tensors have the same shape, which may be any shape")
@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 1), (2, 1, 3)], ids=str)
@pytest.mark.parametrize("name", [name for name in TORCHS if name != "cross_entropy"])
def test_tensors_of_any_shape(probes, rng, device, name, shape):
    """The first four losses take tensors of any shape, from scalars to three dims."""
    inputs = draw(name, rng, device, shape)
    assert_close(probes.reduced(name, *inputs), reduced(name, *inputs), **NEAR)


@both_dtypes
@pytest.mark.asks("Each returns a tensor of the dtype of its first argument")
@every_loss
def test_the_dtype(probes, rng, device, name, dtype):
    """Each loss has the dtype of its first argument, in every reduction."""
    inputs = [part.to(dtype) if part.is_floating_point() else part for part in draw(name, rng, device, (5, 3))]
    assert_close(probes.reduced(name, *inputs), reduced(name, *inputs), rtol=1e-4, atol=1e-5)  # a few roundings in float32


@pytest.mark.asks("Gradients flow through it to the first argument", "Its gradient with respect to p is (p − y) / (p · (1 − p))")
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
@every_loss
def test_the_gradient(probes, rng, device, name, reduction):
    """Backpropagation through the loss gives its gradient with respect to the first argument, for any upstream
    gradient."""
    shape = (2, 3, 2, 4) if name == "cross_entropy" else (4, 3)
    first, second = draw(name, rng, device, shape)
    inputs = first.clone().requires_grad_()
    expected = TORCHS[name](inputs, second, reduction=reduction)
    upstream = normal(rng, device, expected.shape)
    seen = probes.loss(name, first, second, reduction, upstream)
    has_gradient(seen)
    assert_close(seen["gradient"], torch.autograd.grad((expected * upstream).sum(), inputs)[0], **NEAR)


@both_dtypes
@pytest.mark.concept("losses/log-of-zero")
@pytest.mark.asks("Clamp each logarithm to at least −100")
def test_probabilities_at_the_ends(probes, device, dtype):
    """For p = 0 and p = 1 `bce` is finite: 0 if the target equals p, 100 if it is the other class, and in between for other targets."""
    p, y = torch.tensor([[0.0, 0.0, 1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0, 0.25, 0.25]], dtype=dtype, device=device)
    expected = torch.tensor([0.0, 100.0, 100.0, 0.0, 25.0, 75.0], dtype=dtype, device=device)
    assert_close(probes.value("bce", p, y, "none"), expected)


@both_dtypes
@pytest.mark.concept("losses/log-of-zero")
@pytest.mark.asks("Clamp this denominator to at least 1e-12")
@pytest.mark.parametrize("target", [0.0, 1.0, 0.25])
def test_the_gradient_at_the_ends(probes, device, target, dtype):
    """For p = 0 and p = 1, and for all p near them, the gradient of `bce` is finite: (p − y) over p · (1 − p), clamped to at least
    1e-12."""
    ends = [0.0, 1.0] + [1e-20, 1e-14, 1e-9, 1 - 1e-14, 1 - 1e-9] * (dtype is torch.float64)
    p = torch.tensor(ends, dtype=dtype, device=device)
    seen = probes.loss("bce", p, torch.full_like(p, target), "none")
    has_gradient(seen)
    assert_close(seen["gradient"], (p - target) / (p * (1 - p)).clamp(min=1e-12), rtol=1e-5 if dtype is torch.float32 else 1e-9, atol=1e-9)


@both_dtypes
@pytest.mark.concept("losses/logit-loss-gradient")
@pytest.mark.asks("are right for z = ±1000")
@pytest.mark.parametrize("target", [0.0, 1.0, 0.25])
def test_large_logits(probes, device, target, dtype):
    """For large positive and negative logits `bce_with_logits` is right, and its gradient is sigmoid(z) − y."""
    logits = [200.0, -200.0, 1000.0, -1000.0, 50.0, -50.0, 1e30, -1e30]
    z = torch.tensor(logits, dtype=dtype, device=device)
    seen = probes.loss("bce_with_logits", z, torch.full_like(z, target), "none")
    has_gradient(seen)
    expected = [max(logit, 0) - logit * target + math.log1p(math.exp(-abs(logit))) for logit in logits]
    assert_close(seen["value"], torch.tensor(expected, dtype=dtype, device=device), rtol=1e-5, atol=1e-6)
    assert_close(seen["gradient"], (z > 0).to(dtype) - target, rtol=1e-5, atol=1e-6)


@both_dtypes
@pytest.mark.concept("losses/logit-loss-gradient")
@pytest.mark.asks("They are also right for z = 0 exactly")
def test_logits_of_zero(probes, rng, device, dtype):
    """For logits of exactly 0 the gradient of `bce_with_logits` is sigmoid(0) − y = 0.5 − y."""
    y = torch.cat([torch.tensor([0.0, 1.0, 0.5]), torch.rand(3, generator=rng)]).to(device, dtype)
    for zero in (0.0, -0.0):
        z = torch.full_like(y, zero)
        seen = probes.loss("bce_with_logits", z, y, "none")
        has_gradient(seen)
        assert_close(seen, {"value": torch.full_like(y, math.log(2)), "gradient": 0.5 - y})


@both_dtypes
@pytest.mark.concept("losses/double-softmax")
@pytest.mark.asks("The value and its gradient are right for any finite logits, too")
@pytest.mark.parametrize("size", [0.0, 100.0, 1000.0, 1e30])
def test_cross_entropy_of_large_logits(probes, rng, device, size, dtype):
    """For large logits of either sign, and for logits that are all 0, `cross_entropy` and its gradient are finite and right."""
    z, labels = (size * normal(rng, device, (6, 4))).to(dtype), torch.arange(6, device=device) % 4
    seen, inputs = probes.loss("cross_entropy", z, labels, "none"), z.clone().requires_grad_()
    expected = TORCHS["cross_entropy"](inputs, labels, reduction="none")
    assert_close(seen["value"], expected.detach(), rtol=1e-4, atol=1e-5)  # float32: a few rounding errors of the largest logit
    has_gradient(seen)
    assert_close(seen["gradient"], torch.autograd.grad(expected.sum(), inputs)[0], rtol=1e-4, atol=1e-5)


@pytest.mark.asks("Do not modify the inputs.")
@every_loss
def test_inputs_are_left_alone(probes, rng, device, name):
    """Neither argument is modified, even if probabilities are 0 or 1 and logits are large."""
    first, second = draw(name, rng, device, (5, 3))
    if name != "cross_entropy":
        second[:2] = torch.tensor([[0.0], [1.0]])
    first[:2] = torch.tensor([[0.0], [1.0 if name == "bce" else 1000.0]])
    assert_close(probes.inputs_afterwards(name, first, second), [first, second], rtol=0, atol=0)


def test_four_known_samples(probes, device):
    """For the targets 2, 4, 6, 8 and predictions of 0 the mean squared error is 30, and the mean absolute error is 5."""
    y = torch.tensor([2.0, 4.0, 6.0, 8.0], device=device)
    assert_close([probes.value(name, torch.zeros_like(y), y).item() for name in ("mse", "l1")], [30.0, 5.0])


def reduced(name, first, second):
    return {reduction: TORCHS[name](first, second, reduction=reduction) for reduction in ("none", "sum", "mean")}


def has_gradient(seen):
    assert seen["gradient"] is not None, "no gradient flows to the first argument"


def normal(rng, device, shape):
    return torch.randn(shape, generator=rng, dtype=torch.float64).to(device)


def draw(name, rng, device, shape):
    """Both arguments of a loss, in float64: probabilities for `bce`, labels for `cross_entropy`, targets between 0 and 1 for both BCEs."""
    z = 2 * normal(rng, device, shape)
    if name == "cross_entropy":
        return z, torch.randint(shape[1], (shape[0], *shape[2:]), generator=rng).to(device)
    y = torch.rand(shape, generator=rng, dtype=torch.float64).to(device)
    return (0.02 + 0.96 * z.sigmoid() if name == "bce" else z), y
