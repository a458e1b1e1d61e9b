"""Four functions against torch's in float64, near 0 and far out, along every axis; and against each other."""

import math

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

# Small probabilities must keep their digits, so nothing is allowed for numbers that are nearly 0. An exponent of 700 costs 700 roundings.
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


@pytest.mark.concept("classification/logit")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_sigmoid(probes, numpy_rng, shape):
    """`sigmoid` gives 1 / (1 + e⁻ᶻ) for each number, in the shape that came in."""
    z = 3 * numpy_rng.standard_normal(shape)
    close(probes.of("sigmoid", z), torch.from_numpy(z).sigmoid().numpy())


@pytest.mark.concept("classification/exp-limit")
@pytest.mark.concept("classification/where-computes-both")
@pytest.mark.parametrize("z", [1000.0, -1000.0, 720.0, -1e6], ids=str)
def test_sigmoid_far_out(probes, z):
    """Far from 0, on either side, `sigmoid` gives 1 or 0 and nothing overflows on the way."""
    close(probes.of("sigmoid", np.array([z, 0.0])), [float(z > 0), 0.5])


@pytest.mark.concept("classification/sigmoid-of-minus-z")
def test_small_probabilities_keep_their_digits(probes, numpy_rng):
    """For large negative z the probability is e^z, small and not 0, with all its digits; down to z = −700."""
    z = np.append(-40 - 600 * numpy_rng.random(5), [-700.0, -38.0])
    close(probes.of("sigmoid", z), [math.exp(each) for each in z])


@pytest.mark.concept("classification/logit")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_logit(probes, numpy_rng, shape):
    """`logit` gives ln(p / (1 − p)) for each probability, in the shape that came in."""
    p = 0.01 + 0.98 * numpy_rng.random(shape)
    close(probes.of("logit", p), [math.log(each / (1 - each)) for each in p.flat], atol=1e-12, shape=shape)


@pytest.mark.concept("classification/range-of-the-logit")
def test_logit_at_the_ends(probes):
    """The logit of 0 is −∞ and that of 1 is ∞; close to the ends it is large and finite."""
    p = np.array([0.0, 1e-300, 1e-12, 0.5, 1 - 2.0**-40, 1.0])
    wanted = [-math.inf, -300 * math.log(10), -12 * math.log(10) + 1e-12, 0.0, math.log(2.0**40 - 1), math.inf]
    close(probes.of("logit", p), wanted, atol=1e-12)


@pytest.mark.concept("classification/logit")
def test_one_undoes_the_other(probes, numpy_rng):
    """The logit of the sigmoid of z is z again, from −700 on."""
    # Above, 1 − p has few digits left in any float64.
    z = np.append(-8 + 16 * numpy_rng.random(5), [-700.0, -600.0, -50.0])
    close(probes.there_and_back(z), z)


@pytest.mark.concept("classification/keepdims-in-softmax")
@pytest.mark.parametrize(("shape", "axis"), AXES, ids=str)
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_along_an_axis(probes, numpy_rng, name, shape, axis):
    """Softmax and log-softmax go along the axis that was asked for; there the probabilities sum to 1."""
    z = 2 * numpy_rng.standard_normal(shape)
    got = probes.along(name, z, axis)
    close(got, reference(name, z, axis))
    close((np.exp(got) if name == "log_softmax" else got).sum(axis=axis), np.ones_like(z.sum(axis=axis)))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_the_last_axis_is_the_default(probes, numpy_rng, name, shape):
    """Without an `axis` they go along the last one."""
    z = 2 * numpy_rng.standard_normal(shape)
    close(probes.of(name, z), reference(name, z, -1))


@pytest.mark.concept("classification/largest-of-its-row")
@pytest.mark.concept("classification/softmax-shift")
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("shift", [1000.0, -1000.0, 1e5])
def test_softmax_far_out(probes, numpy_rng, shift, axis):
    """Far from 0 the softmax is right and nothing overflows, also where the logits to be compared, or whole rows, lie far apart."""
    z = 2 * numpy_rng.standard_normal((4, 3)) + shift * np.array([[1.0], [0.0], [-1.0], [1.0]])
    z[1, 0] = shift
    z = z if axis == 1 else z.T
    close(probes.along("softmax", z, axis), reference("softmax", z, axis))


@pytest.mark.concept("classification/softmax-shift")
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_a_shift_of_a_row_changes_nothing(probes, numpy_rng, name):
    """When the same number is added to all logits of a row, its softmax and log-softmax stay as they were."""
    z = np.round(2 * numpy_rng.standard_normal((5, 4)), 6)
    shifts = np.array([[1000.0], [-1000.0], [0.0], [500.0], [-3.0]])
    assert_allclose(probes.of(name, z + shifts), reference(name, z, -1), rtol=1e-9, atol=1e-9)  # z + 1000 has three digits less


@pytest.mark.concept("classification/log-after-softmax")
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("size", [100.0, 1000.0])
def test_log_softmax_far_out(probes, numpy_rng, size, axis):
    """Where a probability is too small for a float, its logarithm is still right and finite."""
    z = size * numpy_rng.uniform(-1, 1, (4, 5))
    z[0] = [0.0, -size, size, 0.5 * size, -0.5 * size]
    z = z if axis == 1 else z.T
    close(probes.along("log_softmax", z, axis), reference("log_softmax", z, axis), atol=1e-9)


@pytest.mark.parametrize("name", ["sigmoid", "logit", "softmax", "log_softmax"])
def test_inputs_are_left_alone(probes, numpy_rng, name):
    """The array that was passed in is not changed."""
    values = 0.1 + 0.8 * numpy_rng.random((4, 3))
    assert_allclose(probes.afterwards(name, values), values, rtol=0, atol=0)


def reference(name, z, axis):
    return getattr(torch.from_numpy(z), name)(axis).numpy()


def close(got, wanted, atol=TINY, shape=None):
    wanted = np.asarray(wanted).reshape(shape) if shape else np.asarray(wanted)
    assert got.shape == wanted.shape, f"shape {got.shape} instead of {wanted.shape}"
    assert_allclose(got, wanted, rtol=RELATIVE, atol=atol)
