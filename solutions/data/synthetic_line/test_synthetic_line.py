"""The noise is the residual y - b - w * x; its statistics, and those of x, are tested on many samples."""

import random

import numpy as np
import pytest
from numpy.testing import assert_allclose

pytestmark = pytest.mark.given("NumPy is all you need.")

MANY = 2_500


def two(got, n):
    """x and y, if both have the shape (n, 1)."""
    assert isinstance(got, list) and len(got) == 2, "make_line must return two arrays: (x, y)"
    assert [np.shape(part) for part in got] == [(n, 1), (n, 1)], "shapes of x and y"
    assert all(part.dtype == np.float64 for part in got), "x and y must be float64"
    return got


@pytest.fixture
def data_seed(seed):
    """A small number that every generator accepts as a seed."""
    return seed % 10_000


@pytest.mark.asks("Write `make_line(n, b, w, noise, seed)`.", "two float64 arrays of shape (n, 1)", "`n` is an int, 1 or more")
@pytest.mark.concept("data/columns-not-vectors")
@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_two_columns(probes, data_seed, n):
    """x and y are float64 arrays of shape (n, 1)."""
    two(probes.line(n, 1.0, 2.0, 0.1, data_seed), n)


@pytest.mark.asks("With `noise=0` all points lie on the line.", "`b`, `w` and `noise` are floats")
@pytest.mark.concept("data/synthetic-data")
@pytest.mark.parametrize(("b", "w"), [(1.0, 2.0), (-3.0, 0.5), (0.0, -40.0)])
def test_without_noise_the_points_lie_on_the_line(probes, data_seed, b, w):
    """With `noise=0`, y is exactly b + w · x."""
    x, y = two(probes.line(9, b, w, 0.0, data_seed), 9)
    assert_allclose(y, b + w * x, rtol=1e-12, atol=1e-12)


@pytest.mark.asks("**x** is uniform in [0, 1).")
@pytest.mark.concept("data/rand-or-randn")
def test_x_is_uniform(probes, data_seed):
    """x is uniform in [0, 1)."""
    x, _ = two(probes.line(MANY, 1.0, 2.0, 0.1, data_seed), MANY)
    assert x.min() >= 0 and x.max() < 1, "x must lie in [0, 1)"
    # Kolmogorov-Smirnov: the largest gap between the distribution functions is below 3.2 / sqrt(n) but for one draw in 100 million.
    cdf = np.arange(1, MANY + 1) / MANY
    assert_allclose(np.sort(x[:, 0]), cdf, rtol=0, atol=3.2 / np.sqrt(MANY))


@pytest.mark.asks("**x** is uniform in [0, 1).")
@pytest.mark.concept("data/synthetic-data")
def test_the_x_of_each_row_is_uniform(probes, data_seed):
    """Over many seeds, the x of the first sample and that of the last sample are uniform in [0, 1), too."""
    lines = [two(line, 8) for line in probes.lines_of_seeds(8, 1.0, 2.0, 0.5, list(range(data_seed, data_seed + 100)))]
    ends = np.array([[x[0, 0], x[-1, 0]] for x, _ in lines])
    # Six standard errors: the standard deviation of a uniform variable is sqrt(1 / 12).
    assert_allclose(ends.mean(axis=0), [0.5, 0.5], rtol=0, atol=6 * np.sqrt(1 / 12 / 100))


@pytest.mark.asks("with mean 0 and standard deviation `noise`", "`b`, `w` and `noise` are floats")
@pytest.mark.concept("data/noise-is-a-std")
@pytest.mark.parametrize("noise", [0.1, 3.0])
def test_the_noise_has_the_size_that_was_asked_for(probes, data_seed, noise):
    """The residual y − b − w · x has mean 0 and standard deviation `noise`."""
    x, y = two(probes.line(MANY, 1.0, 2.0, noise, data_seed), MANY)
    e = y - 1.0 - 2.0 * x
    # Six standard errors: noise / sqrt(n) for the mean, noise / sqrt(2 n) for the standard deviation.
    assert_allclose(e.mean(), 0.0, rtol=0, atol=6 * noise / np.sqrt(MANY))
    assert_allclose(e.std(), noise, rtol=6 / np.sqrt(2 * MANY))


@pytest.mark.asks("where e is normal")
@pytest.mark.concept("data/rand-or-randn")
def test_the_noise_is_normal(probes, data_seed):
    """The noise is normal: 68.27 % of it lies within one `noise` of the line, 95.45 % within two, 99.73 % within three."""
    x, y = two(probes.line(MANY, 1.0, 2.0, 0.5, data_seed), MANY)
    e = np.abs(y - 1.0 - 2.0 * x) / 0.5
    # Six standard errors of the fraction with the largest one, sqrt(0.68 * 0.32 / n).
    assert_allclose([(e < k).mean() for k in (1, 2, 3)], [0.6827, 0.9545, 0.9973], rtol=0, atol=6 * np.sqrt(0.22 / MANY))


@pytest.mark.asks("drawn independently of x")
@pytest.mark.concept("data/noise-is-a-std")
def test_the_noise_does_not_depend_on_x(probes, data_seed):
    """The noise is not correlated with x, and its size does not depend on x."""
    x, y = two(probes.line(MANY, 1.0, 2.0, 0.5, data_seed), MANY)
    e, x = (y - 1.0 - 2.0 * x)[:, 0], x[:, 0]
    correlations = [np.corrcoef(x, part)[0, 1] for part in (e, np.abs(e))]
    assert_allclose(correlations, [0.0, 0.0], rtol=0, atol=6 / np.sqrt(MANY))  # six standard errors of a correlation


@pytest.mark.asks("drawn independently of x")
@pytest.mark.concept("data/seed-restarts")
def test_the_first_rows_are_independent_too(probes, data_seed):
    """Over many seeds, the noise of the first samples is independent of their x."""
    lines = [two(line, 8) for line in probes.lines_of_seeds(8, 1.0, 2.0, 0.5, list(range(data_seed, data_seed + 500)))]
    x, e = np.stack([np.ravel([x, y - 1.0 - 2.0 * x]).reshape(2, 8) for x, y in lines], axis=1).reshape(2, -1)
    # Two generators with the same seed share the middle bits of their values, so finer and finer fractions of x are compared.
    correlations = [np.corrcoef(x * 2**fine % 1.0, np.abs(e))[0, 1] for fine in range(6)]
    assert_allclose(correlations, np.zeros(6), rtol=0, atol=6 / np.sqrt(len(x)))


@pytest.mark.asks("one value for each sample")
@pytest.mark.concept("data/seed-restarts")
def test_each_row_has_its_own_noise(probes, data_seed):
    """No two samples have the same noise, and no two samples have the same x."""
    x, y = two(probes.line(50, 1.0, 2.0, 0.5, data_seed), 50)
    e = y - 1.0 - 2.0 * x
    assert np.diff(np.sort(e[:, 0])).min() > 1e-12, "samples have the same noise"
    assert np.diff(np.sort(x[:, 0])).min() > 1e-12, "samples have the same x"


@pytest.mark.asks("the same `seed` (an int) gives the same data at every call")
@pytest.mark.concept("data/own-generator")
def test_a_seed_gives_the_same_data_every_time(probes, data_seed):
    """The same seed gives the same data at every call, regardless of the state of other generators."""
    first, *others = probes.lines_in_worlds(20, 1.0, 2.0, 0.1, data_seed, worlds=[1, 2, 3])
    for other in others:
        assert_allclose(two(other, 20), two(first, 20), rtol=0, atol=0)


@pytest.mark.asks("other seeds give other data")
@pytest.mark.concept("data/own-generator")
def test_another_seed_gives_other_data(probes, data_seed):
    """Another seed gives another x and other noise."""
    (x, y), (x2, y2) = (two(probes.line(20, 1.0, 2.0, 0.1, s), 20) for s in (data_seed, data_seed + 1))
    assert not np.isclose(x, x2).all(), "another seed gave the same x"
    assert not np.isclose(y - 2.0 * x, y2 - 2.0 * x2).all(), "another seed gave the same noise"


@pytest.mark.asks("NumPy's and Python's global generators")
@pytest.mark.concept("data/own-generator")
def test_the_shared_generators_are_left_alone(probes, data_seed):
    """The global generators of NumPy and Python produce the same values after the call as they would have without it."""
    world = data_seed + 1
    got = probes.draws_afterwards(12, 1.0, 2.0, 0.1, data_seed, world)
    python = random.Random(world)
    assert_allclose(got["numpy"], np.random.RandomState(world).rand(3), rtol=0, atol=0)
    assert got["python"] == [python.random() for _ in range(3)], "the next values of Python's global generator"
