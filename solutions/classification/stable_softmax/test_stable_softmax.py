"""Four functions against torch's in float64, for small and large values, along every axis; and against each other."""

import math

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

# Small probabilities must keep their digits, so there is no absolute tolerance. An exponent of 700 has a relative error of 700 roundings.
RELATIVE = 1e-9
TINY = 1e-320
SHAPES = [(7,), (1,), (2, 3), (2, 3, 4)]
AXES = [
    ((5,), 0),
    ((4, 3), 0),
    ((4, 3), 1),
    ((3, 3), 0),
    ((3, 3), -2),
    ((3, 3), 1),
    ((2, 3, 4), 1),
    ((2, 3, 4), -1),
    ((2, 3, 4), 0),
    ((1, 4), 1),
]

pytestmark = [
    pytest.mark.asks("do not use the ready-made functions of torch and SciPy."),
    pytest.mark.given("NumPy is all you need"),
]


@pytest.mark.concept("classification/logit")
@pytest.mark.asks("`sigmoid(z)`: 1 / (1 + e⁻ᶻ), elementwise, for an array of any shape.")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_sigmoid(probes, numpy_rng, shape):
    """`sigmoid` returns 1 / (1 + e⁻ᶻ) elementwise, in the shape of the input."""
    z = 3 * numpy_rng.standard_normal(shape)
    close(probes.of("sigmoid", z), torch.from_numpy(z).sigmoid().numpy())


@pytest.mark.concept("classification/exp-limit")
@pytest.mark.concept("classification/where-computes-both")
@pytest.mark.asks(
    "`z` may contain any values from −1000 to 1000, and larger ones.",
    "No intermediate result overflows: NumPy's",
)
@pytest.mark.parametrize("z", [1000.0, -1000.0, 720.0, -1e6], ids=str)
def test_sigmoid_of_large_values(probes, z):
    """For large |z| `sigmoid` returns 1 or 0 and no intermediate result overflows."""
    close(probes.of("sigmoid", np.array([z, 0.0])), [float(z > 0), 0.5])


@pytest.mark.concept("classification/sigmoid-of-minus-z")
@pytest.mark.asks("Small probabilities keep their significant digits: sigmoid(−700) is e⁻⁷⁰⁰")
def test_small_probabilities_keep_their_digits(probes, numpy_rng):
    """For large negative z the probability is e^z, small and not 0, with all its significant digits, also where e^(−z) would overflow."""
    z = np.append(-40 - 600 * numpy_rng.random(5), [-712.0, -700.0, -38.0])  # e⁻⁷¹² still has 14 digits
    close(probes.of("sigmoid", z), [math.exp(each) for each in z])


@pytest.mark.concept("classification/logit")
@pytest.mark.asks("`logit(p)`: the inverse of the sigmoid, ln(p / (1 − p)), for p from 0 to 1")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_logit(probes, numpy_rng, shape):
    """`logit` returns ln(p / (1 − p)) elementwise, in the shape of the input."""
    p = 0.01 + 0.98 * numpy_rng.random(shape)
    close(probes.of("logit", p), [math.log(each / (1 - each)) for each in p.flat], atol=1e-12, shape=shape)


@pytest.mark.concept("classification/range-of-the-logit")
@pytest.mark.asks("−∞ for 0 and ∞ for 1.", "The logarithm of 0 is not an error.")
def test_logit_at_zero_and_one(probes):
    """The logit of 0 is −∞ and that of 1 is ∞; close to 0 and 1 it is large and finite."""
    p = np.array([0.0, 1e-300, 1e-12, 0.5, 1 - 2.0**-40, 1.0])
    expected = [-math.inf, -300 * math.log(10), -12 * math.log(10) + 1e-12, 0.0, math.log(2.0**40 - 1), math.inf]
    close(probes.of("logit", p), expected, atol=1e-12)


@pytest.mark.concept("classification/logit")
@pytest.mark.asks("`logit(p)`: the inverse of the sigmoid")
def test_logit_inverts_sigmoid(probes, numpy_rng):
    """The logit of the sigmoid of z is z, for z down to −700."""
    # For large positive z, 1 − p has few significant digits in float64.
    z = np.append(-8 + 16 * numpy_rng.random(5), [-700.0, -600.0, -50.0])
    close(probes.there_and_back(z), z)


@pytest.mark.concept("classification/keepdims-in-softmax")
@pytest.mark.concept("classification/softmax-dim")
@pytest.mark.asks("eᶻ divided by the sum of eᶻ **along this axis**", "`z` has at least one axis, and `axis` is any of them")
@pytest.mark.parametrize(("shape", "axis"), AXES, ids=str)
def test_softmax_along_an_axis(probes, numpy_rng, shape, axis):
    """`softmax` normalizes along the given axis."""
    z = 2 * numpy_rng.standard_normal(shape)
    close(probes.along("softmax", z, axis), reference("softmax", z, axis))


@pytest.mark.concept("classification/softmax-dim")
@pytest.mark.asks("so that the values along it sum to 1")
@pytest.mark.parametrize(("shape", "axis"), AXES, ids=str)
def test_probabilities_sum_to_one(probes, numpy_rng, shape, axis):
    """The softmax sums to 1 along the given axis."""
    z = 2 * numpy_rng.standard_normal(shape)
    close(probes.along("softmax", z, axis).sum(axis=axis), np.ones_like(z.sum(axis=axis)))


@pytest.mark.concept("classification/keepdims-in-softmax")
@pytest.mark.concept("classification/softmax-dim")
@pytest.mark.asks("`log_softmax(z, axis=-1)`: the natural logarithm of the softmax", "`z` has at least one axis, and `axis` is any of them")
@pytest.mark.parametrize(("shape", "axis"), AXES, ids=str)
def test_log_softmax_along_an_axis(probes, numpy_rng, shape, axis):
    """`log_softmax` normalizes along the given axis."""
    z = 2 * numpy_rng.standard_normal(shape)
    close(probes.along("log_softmax", z, axis), reference("log_softmax", z, axis))


@pytest.mark.concept("classification/softmax-dim")
@pytest.mark.asks("`softmax(z, axis=-1)`: eᶻ divided by the sum", "`log_softmax(z, axis=-1)`: the natural logarithm")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("function", ["softmax", "log_softmax"])
def test_the_last_axis_is_the_default(probes, numpy_rng, function, shape):
    """Without an `axis` argument they use the last axis."""
    z = 2 * numpy_rng.standard_normal(shape)
    close(probes.of(function, z), reference(function, z, -1))


@pytest.mark.concept("classification/max-per-row")
@pytest.mark.concept("classification/softmax-shift")
@pytest.mark.asks("`z` may contain any values from −1000 to 1000", "No intermediate result overflows")
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("shift", [1000.0, -1000.0, 1e5])
def test_softmax_of_large_values(probes, numpy_rng, shift, axis):
    """For large logits the softmax is correct and nothing overflows, also if the logits of a row, or whole rows, are far apart."""
    z = 2 * numpy_rng.standard_normal((4, 3)) + shift * np.array([[1.0], [0.0], [-1.0], [1.0]])
    z[1, 0] = shift
    z = z if axis == 1 else z.T
    close(probes.along("softmax", z, axis), reference("softmax", z, axis))


@pytest.mark.concept("classification/softmax-shift")
@pytest.mark.asks("`z` may contain any values from −1000 to 1000")
@pytest.mark.parametrize("function", ["softmax", "log_softmax"])
def test_softmax_is_shift_invariant(probes, numpy_rng, function):
    """If the same value is added to all logits of a row, its softmax and log-softmax do not change."""
    z = np.round(2 * numpy_rng.standard_normal((5, 4)), 6)
    shifts = np.array([[1000.0], [-1000.0], [0.0], [500.0], [-3.0]])
    # z + 1000 has three digits less.
    assert_allclose(probes.of(function, z + shifts), reference(function, z, -1), rtol=1e-9, atol=1e-9)


@pytest.mark.concept("classification/log-after-softmax")
@pytest.mark.asks("correct also where the softmax itself underflows to 0", "and larger ones", "No intermediate result overflows")
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("size", [100.0, 1000.0, 1e6])
def test_log_softmax_of_large_values(probes, numpy_rng, size, axis):
    """Where a probability underflows to 0, its logarithm is still correct and finite."""
    z = size * numpy_rng.uniform(-1, 1, (4, 5))
    z[0] = [0.0, -size, size, 0.5 * size, -0.5 * size]
    z = z if axis == 1 else z.T
    close(probes.along("log_softmax", z, axis), reference("log_softmax", z, axis), atol=1e-9)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.parametrize("function", ["sigmoid", "logit", "softmax", "log_softmax"])
def test_inputs_are_left_alone(probes, numpy_rng, function):
    """The input array is not changed, including its negative values."""
    values = 0.1 + 0.8 * numpy_rng.random((4, 3))
    if function != "logit":
        values[::2] *= -3
    assert_allclose(probes.afterwards(function, values), values, rtol=0, atol=0)


def reference(name, z, axis):
    return getattr(torch.from_numpy(z), name)(axis).numpy()


def close(got, expected, atol=TINY, shape=None):
    expected = np.asarray(expected).reshape(shape) if shape else np.asarray(expected)
    assert got.shape == expected.shape, "shape of the array"
    assert_allclose(got, expected, rtol=RELATIVE, atol=atol)
