"""With x = 0 and y = powers of two, each step reveals which samples it used; given those, the path is plain arithmetic."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

N = 7
ZERO = np.zeros(1)

pytestmark = pytest.mark.given("NumPy is all you need.")


@pytest.fixture
def order_seed(seed):
    """A small number that every generator accepts as its seed."""
    return seed % 10_000


@pytest.fixture
def line(numpy_rng):
    """Seven noisy points on a line and initial parameters off it."""
    x = numpy_rng.normal(1.5, 1.0, size=(N, 1))
    y = 4.0 - 2.0 * x + numpy_rng.normal(0.0, 0.3, size=(N, 1))
    return x, y, *numpy_rng.uniform(0.5, 1.5, size=(2, 1))


def checked(got, n_steps):
    """The path, if it has the shape of one."""
    assert isinstance(got, np.ndarray), f"descend must return an array, got {named(got)}"
    assert got.shape == (n_steps + 1, 2), "shape of the path"
    return got


def named(value):
    kind = type(value).__name__
    return "None" if value is None else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def used(path, lr, sizes):
    """The samples used by each step, as sets, where x is 0 and y[i] is 2 ** i: a step shows the mean of its samples' y."""
    means = path[:-1, 0] - (path[:-1, 0] - path[1:, 0]) / (2 * lr)
    sums = np.rint(means * np.resize(sizes, len(means)))
    assert_allclose(means * np.resize(sizes, len(means)), sums, rtol=0, atol=1e-6, err_msg="a step does not use the mean over its batch")
    return [{i for i in range(N) if int(total) >> i & 1} for total in sums]


def batches(probes, batch_size, n_epochs, seed):
    """The sets of samples that each step uses."""
    x, y = np.zeros((N, 1)), 2.0 ** np.arange(N).reshape(N, 1)
    sizes = [batch_size] * (N // batch_size) + [N % batch_size] * (N % batch_size > 0)
    path = checked(probes.path(x, y, ZERO, ZERO, 0.05, n_epochs, batch_size, seed), n_epochs * len(sizes))
    sets = used(path, 0.05, sizes)
    return [sets[i : i + len(sizes)] for i in range(0, len(sets), len(sizes))], sizes


@pytest.mark.asks("It returns the **path**: a float64 NumPy array")
def test_an_array_of_float64(probes, line, order_seed):
    """The path is a float64 NumPy array."""
    got = probes.path(*line, 0.01, 3, 2, order_seed)
    assert isinstance(got, np.ndarray), f"descend must return an array, got {named(got)}"
    assert str(got.dtype) == "float64", "dtype of the path"


@pytest.mark.concept("gradient_descent/epoch-updates")
@pytest.mark.asks(
    "`batch_size` (1 or more, may exceed N)", "whose rows are (b, w): first the initial parameters, then the parameters after each step"
)
@pytest.mark.parametrize(("batch_size", "steps_per_epoch"), [(1, 7), (2, 4), (3, 3), (6, 2), (7, 1), (10, 1)])
def test_one_step_a_batch(probes, line, order_seed, batch_size, steps_per_epoch):
    """Each epoch makes one step per batch, and the path begins with the initial parameters."""
    path = checked(probes.path(*line, 0.01, 3, batch_size, order_seed), 3 * steps_per_epoch)
    assert_allclose(path[0], np.concatenate(line[2:]), rtol=0, atol=0)


@pytest.mark.concept("gradient_descent/samples-per-update")
@pytest.mark.asks(
    "gradient descent on the mean squared error of the linear model b + w · x", "`x`, `y`: float64 arrays", "`b`, `w`: arrays of shape (1,)"
)
@pytest.mark.asks("`lr` is a float;")
@pytest.mark.parametrize("batch_size", [N, N + 5])
def test_all_rows_at_once_are_full_batch_descent(probes, numpy_rng, line, order_seed, batch_size):
    """With `batch_size` N, or more, the path is that of full-batch gradient descent, for any learning rate."""
    for lr in (0.05, float(numpy_rng.uniform(0.01, 0.08))):
        path = checked(probes.path(*line, lr, 6, batch_size, order_seed), 6)
        assert_allclose(path, follow(*line, lr, [range(N)] * 6), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("batch_size", [1, 3])
def test_one_row_is_enough(probes, numpy_rng, order_seed, batch_size):
    """A data set with a single sample works: each epoch is one step."""
    one = numpy_rng.uniform(0.5, 1.5, size=(2, 1, 1)), numpy_rng.uniform(0.5, 1.5, size=(2, 1))
    path = checked(probes.path(*one[0], *one[1], 0.1, 4, batch_size, order_seed), 4)
    assert_allclose(path, follow(*one[0], *one[1], 0.1, [[0]] * 4), rtol=1e-10, atol=1e-12)


@pytest.mark.concept("gradient_descent/own-size-of-last-batch")
@pytest.mark.asks(
    "In each epoch every sample is used exactly once.", "are split into batches of `batch_size`;", "the last batch may be smaller."
)
@pytest.mark.asks("where L is the **mean** of the squared errors of this batch")
@pytest.mark.parametrize("batch_size", [1, 2, 3, 4])
def test_every_row_once_an_epoch(probes, order_seed, batch_size):
    """In each epoch every sample is used exactly once, in batches of `batch_size`; each step averages over its batch."""
    epochs, sizes = batches(probes, batch_size, 3, order_seed)
    for epoch in epochs:
        assert [len(idx) for idx in epoch] == sizes, "sizes of the batches of an epoch"
        assert sorted(i for idx in epoch for i in idx) == list(range(N)), "samples that an epoch uses"


@pytest.mark.concept("data/shuffle-training-only")
@pytest.mark.asks("The samples are in a **new random order** in each epoch")
@pytest.mark.parametrize("batch_size", [1, 2])
def test_a_new_order_in_each_epoch(probes, order_seed, batch_size):
    """The order of the samples is random, and a new one in each epoch."""
    epochs, _ = batches(probes, batch_size, 60, order_seed)
    orders = {tuple(map(frozenset, epoch)) for epoch in epochs}
    # There are 630 orders of batches or more: of 60 fair draws, 40 different ones or fewer have a chance below 1e-15.
    assert len(orders) > 1, "all 60 epochs had the same order"
    assert len(orders) > 40, f"60 epochs had only {len(orders)} different orders"
    firsts = set().union(*(epoch[0] for epoch in epochs))
    assert firsts == set(range(N)), "some samples are never in the first batch"


@pytest.mark.concept("gradient_descent/simultaneous-update")
@pytest.mark.asks("Each batch gives one step: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w")
@pytest.mark.parametrize("batch_size", [1, 3])
def test_each_step_starts_where_the_last_one_ended(probes, line, order_seed, batch_size):
    """Each step uses the gradient of its batch, at the b and w after the previous step."""
    x, y, b, w = line
    path = checked(probes.path(x, y, b, w, 0.05, 4, batch_size, order_seed), 4 * -(-N // batch_size))
    # The samples are unknown here, but few: of all batches of the right size, one must lead from each point to the next.
    for k, (here, there) in enumerate(zip(path, path[1:], strict=False)):
        size = batch_size if (k + 1) % -(-N // batch_size) or not N % batch_size else N % batch_size
        ends = np.array([follow(x, y, here[:1], here[1:], 0.05, [idx])[1] for idx in choices(N, size)])
        nearest = ends[np.abs(ends - there).sum(axis=1).argmin()]
        assert_allclose(there, nearest, rtol=1e-9, atol=1e-12)


@pytest.mark.concept("data/own-generator")
@pytest.mark.asks("The same seed gives the same path in every call;", "`seed` are ints")
@pytest.mark.parametrize("is_zero", [False, True], ids=["any", "zero"])
def test_a_seed_gives_the_same_path_every_time(probes, line, order_seed, is_zero):
    """The same seed, 0 or another, gives the same path in every call, whatever was drawn before."""
    first, *others = probes.paths_in_worlds(*line, 0.05, 3, 2, 0 if is_zero else order_seed, worlds=[1, 2, 3])
    for other in others:
        assert_allclose(other, first, rtol=0, atol=0)


@pytest.mark.concept("data/own-generator")
@pytest.mark.asks("other seeds give other orders.")
def test_other_seeds_give_other_orders(probes, line, order_seed):
    """Different seeds give different orders."""
    paths = [probes.path(*line, 0.05, 5, 2, order_seed + more) for more in (0, 1, 2, 1000)]
    # There are 630 orders of batches in an epoch: two seeds agree in five epochs with a chance of 1e-14.
    distinct = {np.round(path, 9).tobytes() for path in paths}
    assert len(distinct) == 4, "number of different paths of four seeds"


@pytest.mark.concept("data/own-generator")
@pytest.mark.asks("NumPy's global generator is not used or changed")
def test_the_shared_generator_is_left_alone(probes, line, order_seed):
    """NumPy's global generator gives the same numbers after the call as it would have given without it."""
    world = order_seed + 1
    got = probes.draws_afterwards(*line, 0.05, 2, 2, order_seed, world)
    assert_allclose(got, np.random.RandomState(world).rand(3), rtol=0, atol=0)


@pytest.mark.concept("gradient_descent/noise-near-the-minimum")
def test_fewer_rows_wander_more(probes, order_seed):
    """On 80 noisy points of y = 1 + 2x, the path with single samples is noisier at its end than with batches of 16, and that noisier than
    with the full batch."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    paths = {size: probes.path(x[:80], y[:80], ZERO, ZERO, 0.1, 60, size, order_seed) for size in (1, 16, 80)}
    lengths = [60 * 80, 60 * 5, 60]
    ends = [checked(path, steps)[-steps // 3 :] for path, steps in zip(paths.values(), lengths, strict=True)]
    # Over the last third of the epochs batch sizes 1 and 16 are near the minimum; the full batch still moves, but in a straight line.
    turns = [np.linalg.norm(np.diff(end, n=2, axis=0), axis=1).mean() for end in ends]
    assert turns[0] > 2 * turns[1] > 4 * turns[2], f"the mean change of direction for batch sizes 1, 16 and 80 is {turns}"


@pytest.mark.asks("`n_epochs` (0 or more)")
def test_no_epoch_no_step(probes, line, order_seed):
    """With 0 epochs the path contains only the initial parameters."""
    assert_allclose(checked(probes.path(*line, 0.05, 0, 2, order_seed), 0)[0], np.concatenate(line[2:]), rtol=0, atol=0)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("and the caller's arrays are not modified.")
def test_the_callers_arrays_stay(probes, line, order_seed):
    """x, y, b and w are not modified."""
    after = probes.inputs_afterwards(*line, 0.05, 3, 2, order_seed)
    for name, got, expected in zip(("x", "y", "b", "w"), after, line, strict=True):
        assert np.array_equal(got, expected), f"the caller's array `{name}` has changed, by {np.abs(got - expected).max():.3g} at most"


def follow(x, y, b, w, lr, batches):
    """The path of these batches, in matrix form: the gradient of the mean of (A theta - y)^2 is 2/n A^T (A theta - y)."""
    a = np.hstack([np.ones_like(x), x])
    path = [np.concatenate([b, w])]
    for idx in batches:
        part = a[list(idx)]
        path.append(path[-1] - lr * (2 / len(part)) * part.T @ (part @ path[-1] - y[list(idx), 0]))
    return np.array(path)


def choices(n, size):
    """All sets of `size` samples."""
    return [[i for i in range(n) if mask >> i & 1] for mask in range(1, 2**n) if mask.bit_count() == size]
