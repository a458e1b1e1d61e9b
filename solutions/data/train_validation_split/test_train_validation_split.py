"""y contains the indices of the samples, so each set shows which samples it has; the expected scale is computed from those in training."""

import random

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

pytestmark = pytest.mark.given(
    "The order of the samples within each set is up to you.",  # each of the right answers has another
    "NumPy is all you need.",
)


def dataset(numpy_rng, n, n_features=3):
    """x (n, n_features), sorted by its first column, with columns of different scale and one outlier; y contains the indices."""
    x = numpy_rng.normal([5.0, -300.0, 0.01], [2.0, 40.0, 0.003], size=(n, 3))[:, :n_features]
    x[:, 0].sort()
    x[numpy_rng.integers(n), -1] = 5000.0 if n_features > 1 else x[-1, 0] + 1
    x[:, 0].sort()
    return x, np.arange(n, dtype=np.float64).reshape(n, 1)


def four(got, n_features=3):
    """The four arrays, if they are four 2-D arrays, with the right numbers of columns."""
    assert isinstance(got, list) and len(got) == 4, "split_and_scale must return four arrays: x_train, y_train, x_val, y_val"
    assert all(isinstance(part, np.ndarray) and part.ndim == 2 for part in got), "each of the four results must be a 2-D array"
    widths = [part.shape[1] for part in got]
    assert widths == [n_features, 1, n_features, 1], "numbers of columns of x_train, y_train, x_val, y_val"
    return got


def indices(y_part):
    """The indices of the samples in a set, which are its values of y."""
    assert np.isin(y_part, np.arange(200)).all(), "y_train and y_val must contain the original, unscaled values of y"
    return y_part[:, 0].astype(int)


@pytest.fixture
def split_seed(seed):
    """A small number that every generator accepts as a seed."""
    return seed % 10_000


@pytest.mark.asks("Write `split_and_scale(x, y, train_fraction, seed)`.", "It returns four float64 arrays")
@pytest.mark.concept("data/columns-not-vectors")
@pytest.mark.parametrize("n_features", [3, 1])
def test_four_arrays(probes, numpy_rng, split_seed, n_features):
    """Four float64 arrays are returned, x_train, y_train, x_val, y_val, with as many columns as x and y have."""
    got = four(probes.parts(*dataset(numpy_rng, 10, n_features), 0.8, split_seed), n_features)
    assert [str(part.dtype) for part in got] == ["float64"] * 4, "dtypes of the four arrays"


@pytest.mark.asks("`int(train_fraction * N)` samples, drawn at random, are for training, all others for validation")
@pytest.mark.parametrize(("n", "train_fraction", "n_train"), [(10, 0.8, 8), (7, 0.5, 3), (103, 0.8, 82), (5, 0.9, 4), (20, 0.29, 5)])
def test_sizes(probes, numpy_rng, split_seed, n, train_fraction, n_train):
    """`int(train_fraction * N)` samples are for training, all others for validation."""
    x_train, y_train, x_val, y_val = four(probes.parts(*dataset(numpy_rng, n), train_fraction, split_seed))
    sizes = [len(x_train), len(y_train), len(x_val), len(y_val)]
    assert sizes == [n_train, n_train, n - n_train, n - n_train], "numbers of samples in x_train, y_train, x_val, y_val"


@pytest.mark.asks("are for training, all others for validation")
@pytest.mark.concept("data/one-order-for-both")
def test_each_row_is_in_one_part(probes, numpy_rng, split_seed):
    """Every sample is in the training set or in the validation set, and none is in both."""
    _, y_train, _, y_val = four(probes.parts(*dataset(numpy_rng, 23), 0.7, split_seed))
    assert_array_equal(np.sort(np.concatenate([y_train, y_val]), axis=0), np.arange(23.0).reshape(23, 1))


@pytest.mark.asks("row i of y belongs to row i of x, before and after", "`y`: float64 array of shape (N, 1);")
@pytest.mark.concept("data/one-order-for-both")
@pytest.mark.parametrize("n_features", [3, 1])
def test_rows_stay_paired(probes, numpy_rng, split_seed, n_features):
    """A row of x stays with its own row of y."""
    x_train, y_train, x_val, y_val = four(probes.parts(*dataset(numpy_rng, 30, n_features), 0.6, split_seed), n_features)
    # Column 0 grows with the index, and scaling does not change the order.
    assert_array_equal(np.argsort(x_train[:, 0]), np.argsort(y_train[:, 0]))
    assert_array_equal(np.argsort(x_val[:, 0]), np.argsort(y_val[:, 0]))


@pytest.mark.asks("drawn at random", "other seeds draw other samples")
@pytest.mark.concept("data/slices-of-sorted-data")
def test_the_rows_are_drawn_at_random(probes, numpy_rng, split_seed):
    """Other seeds draw other validation samples, and every sample can be drawn."""
    x, y = dataset(numpy_rng, 10)
    drawn = [frozenset(indices(part)) for part in probes.validation_rows(x, y, 0.8, list(range(split_seed, split_seed + 300)))]
    # Of the 45 pairs, 300 fair draws miss more than 10 with a chance below 1e-20; samples that are cut in one block give 10 pairs at most.
    assert len(set(drawn)) > 34, f"300 seeds gave only {len(set(drawn))} different validation sets, where 45 are possible"
    assert frozenset().union(*drawn) == set(range(10)), "indices of the samples that are in the validation set with some seed"


@pytest.mark.asks("from each column of x subtract a mean, and divide by a standard deviation (NumPy's default one)")
@pytest.mark.concept("data/two-kinds-of-std")
def test_training_columns_are_standardised(probes, numpy_rng, split_seed):
    """Each column of x_train has mean 0 and population standard deviation 1."""
    x, y = dataset(numpy_rng, 40)
    x_train, _, _, _ = four(probes.parts(x, y, 0.75, split_seed))
    # Rounding: the values are off their mean by up to 1e-16 times mean / std, here about 10.
    assert_allclose(x_train.mean(axis=0), np.zeros(3), rtol=0, atol=1e-12)
    assert_allclose(x_train.std(axis=0), np.ones(3), rtol=1e-12)


@pytest.mark.asks("y is not scaled.")
@pytest.mark.concept("data/statistics-per-column")
def test_y_is_not_scaled(probes, numpy_rng, split_seed):
    """The values of y are returned as they were."""
    x, y = dataset(numpy_rng, 12)
    _, y_train, _, y_val = four(probes.parts(x, y, 0.75, split_seed))
    assert_array_equal(np.sort(np.concatenate([y_train, y_val]), axis=0), y)


@pytest.mark.asks("Compute both from the training samples only, and use them to scale both sets.", "`x`: float64 array of shape (N, F).")
@pytest.mark.concept("data/split-before-scale")
@pytest.mark.concept("data/scaled-with-training-statistics")
@pytest.mark.parametrize(("n", "train_fraction"), [(20, 0.5), (12, 0.75), (40, 0.9), (9, 0.5)])
@pytest.mark.parametrize("n_features", [3, 1])
def test_all_rows_are_scaled_with_training_numbers(probes, numpy_rng, split_seed, n, train_fraction, n_features):
    """Training and validation samples are scaled with the mean and standard deviation of the training samples, even with an outlier."""
    scaled_with_training_numbers(probes, *dataset(numpy_rng, n, n_features), train_fraction, split_seed)


@pytest.mark.asks("You may assume at least two training samples, at least one validation sample")
@pytest.mark.concept("data/scaled-with-training-statistics")
@pytest.mark.parametrize(("n", "train_fraction"), [(6, 0.9), (3, 0.7)])
def test_few_rows(probes, numpy_rng, split_seed, n, train_fraction):
    """Two training samples are enough, and a single validation sample stays a 2-D array and is scaled like any other."""
    scaled_with_training_numbers(probes, *dataset(numpy_rng, n), train_fraction, split_seed)


@pytest.mark.asks("the same `seed` (an int) gives the same result at every call")
@pytest.mark.concept("data/seed-before-draw")
def test_a_seed_gives_the_same_split_every_time(probes, numpy_rng, split_seed):
    """The same seed gives the same four arrays at every call, regardless of the state of other generators."""
    first, *others = probes.parts_in_worlds(*dataset(numpy_rng, 30), 0.8, split_seed, worlds=[1, 2, 3])
    for other in others:
        for got, expected in zip(four(other), four(first), strict=True):
            assert_allclose(got, expected, rtol=0, atol=0)


@pytest.mark.asks("The global generators (`np.random`, `random`, `torch`) produce the same values afterwards")
@pytest.mark.concept("data/own-generator")
def test_the_shared_generators_are_left_alone(probes, numpy_rng, split_seed):
    """The global generators of NumPy, Python and torch produce the same values after the call as they would have without it."""
    world = split_seed + 1
    got = probes.draws_afterwards(*dataset(numpy_rng, 12), 0.8, split_seed, world)
    python = random.Random(world)
    assert_allclose(got["numpy"], np.random.RandomState(world).rand(3), rtol=0, atol=0)
    assert got["python"] == [python.random() for _ in range(3)], "the next values of Python's global generator"
    assert_array_equal(got["torch"], torch.rand(3, generator=torch.Generator().manual_seed(world)))


@pytest.mark.asks("Do not modify the two arrays.")
@pytest.mark.concept("data/shuffle-returns-nothing")
def test_inputs_stay_as_they_were(probes, numpy_rng, split_seed):
    """The caller's x and y keep their values and their order."""
    x, y = dataset(numpy_rng, 15)
    x_after, y_after = probes.inputs_afterwards(x, y, 0.8, split_seed)
    assert_allclose(x_after, x, rtol=0, atol=0)
    assert_allclose(y_after, y, rtol=0, atol=0)


def scaled_with_training_numbers(probes, x, y, train_fraction, split_seed):
    n, n_features = x.shape
    x_train, y_train, x_val, y_val = four(probes.parts(x, y, train_fraction, split_seed), n_features)
    n_train = int(train_fraction * n)
    assert [len(y_train), len(y_val)] == [n_train, n - n_train], "numbers of training and validation samples"
    mean, std = x[indices(y_train)].mean(axis=0), x[indices(y_train)].std(axis=0)
    # A difference loses the leading digits that both values have in common: few samples may be close together by chance.
    near = 1e-14 * max(1.0, (np.abs(x).max(axis=0) / std).max()) * 100
    assert_allclose(x_train, (x[indices(y_train)] - mean) / std, rtol=near, atol=near)
    assert_allclose(x_val, (x[indices(y_val)] - mean) / std, rtol=near, atol=near)
