"""Scaled columns against mean and population standard deviation in float64, and against known values."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "What it returns is up to you.",  # one of the right answers returns the scaler
    "torch is all you need.",
)

STDS = torch.tensor([1.0, 40.0, 1e-5, 1e-10])  # of the four columns, two of them small


@pytest.fixture
def train(rng, device):
    return samples(rng, device, 30)


def samples(rng, device, n, dtype=torch.float64):
    """Four columns with different means and standard deviations."""
    center = torch.tensor([5.0, -300.0, 1e-5, 1e-10], dtype=dtype)
    return (center + STDS.to(dtype) * torch.randn(n, 4, generator=rng, dtype=dtype)).to(device)


def scaled(fitted_on, x):
    """The reference: x scaled with the mean and the standard deviation of `fitted_on`."""
    fitted_on = fitted_on.double()
    mean = fitted_on.sum(0) / len(fitted_on)
    return (x.double() - mean) / (((fitted_on - mean) ** 2).sum(0) / len(fitted_on)).sqrt()


@pytest.mark.asks("Write the class `StandardScaler`.", "`fit(x)` learns mean and standard deviation of each column")
@pytest.mark.asks("have the same dtype and device, and its results have them, too")
@pytest.mark.concept("data/two-kinds-of-std")
@pytest.mark.parametrize("n", [2, 3, 30])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_training_columns_are_standardised(probes, rng, device, n, dtype):
    """Each column of the data of `fit` gets mean 0 and population standard deviation 1, in the dtype of the data."""
    x = samples(rng, device, n, dtype)
    (got,) = probes.transformed(x, [x])
    # Values carry a rounding error, relative to the std of their column, which is small where a few rows are close together by chance.
    exact = x.double()
    near = 100 * torch.finfo(dtype).eps * (exact.abs().amax(0) / exact.std(0, correction=0)).max().item()
    assert_close(got, scaled(x, x).to(dtype), rtol=near, atol=near)


@pytest.mark.asks("from each column the learned mean is subtracted, then it is divided by the learned standard deviation")
@pytest.mark.concept("autograd/double-for-checks")
def test_columns_far_from_zero(probes, rng, device):
    """A column whose values are thousands of standard deviations away from 0 is scaled like any other, even in float32."""
    x = (5000 + torch.randn(20, 2, generator=rng)).to(device)
    (got,) = probes.transformed(x, [x])
    # float32 represents a value of this size to 5e-4, and a sum of twenty of them to a few times 1e-2.
    assert_close(got, scaled(x, x).float(), rtol=0, atol=0.02)


@pytest.mark.asks("A column whose standard deviation is small, but not 0, is divided like any other.")
@pytest.mark.concept("data/constant-column")
def test_a_column_of_small_values(probes, rng, device):
    """A column whose standard deviation is small but not 0, such as 1e-10, is divided by it."""
    x, other = samples(rng, device, 30), samples(rng, device, 5)
    (got,) = probes.transformed(x, [other])
    assert_close(got[:, 2:], scaled(x, other)[:, 2:])


@pytest.mark.asks("It learns nothing from x.")
@pytest.mark.concept("data/fit-once")
def test_other_rows_are_scaled_with_the_learned_numbers(probes, rng, device, train):
    """Other data, with few rows or many, are scaled with the mean and standard deviation from `fit`, and do not change them."""
    others = [samples(rng, device, n) * 1.5 for n in (20, 1, 20)]
    got = probes.transformed(train, [*others, train])
    assert_close(got, [scaled(train, x) for x in (*others, train)])


@pytest.mark.asks("`inverse_transform(z)` converts a scaled tensor back to the original units.")
@pytest.mark.concept("data/scaling-back")
def test_the_inverse(probes, rng, device, train):
    """`inverse_transform` multiplies by the learned standard deviation and adds the learned mean."""
    z = torch.randn(4, 4, generator=rng, dtype=torch.float64).to(device)
    mean = train.mean(0)
    assert_close(probes.inverse(train, z), mean + z * (train - mean).square().mean(0).sqrt())


@pytest.mark.asks("`inverse_transform(z)` converts a scaled tensor back")
@pytest.mark.concept("data/scaling-back")
def test_there_and_back(probes, rng, device, train):
    """`inverse_transform` of the result of `transform` is the original tensor."""
    x = samples(rng, device, 7)
    assert_close(probes.there_and_back(train, x), x)


@pytest.mark.asks("A column that was **constant** in `fit` is not divided")
@pytest.mark.concept("data/constant-column")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_constant_column(probes, rng, device, dtype):
    """From a column that was constant in `fit` only the mean is subtracted: it becomes 0, and a value that is 3 larger becomes 3."""
    train, other = with_a_constant(rng, device, dtype)
    (got,) = probes.transformed(train, [other])
    assert_close(got[:, 1], torch.tensor([0.0, 3.0], dtype=dtype, device=device))


@pytest.mark.asks("and `inverse_transform` restores it")
@pytest.mark.concept("data/constant-column")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_constant_column_there_and_back(probes, rng, device, dtype):
    """`inverse_transform` restores a column that was constant in `fit`."""
    train, other = with_a_constant(rng, device, dtype)
    assert_close(probes.there_and_back(train, other)[:, 1], other[:, 1])


@pytest.mark.asks("`x` has at least one row.")
@pytest.mark.concept("data/constant-column")
def test_one_row(probes, device):
    """`fit` also works on a single row, which makes every column constant."""
    row = torch.tensor([[1.5, -2.0, 0.25]], dtype=torch.float64, device=device)
    assert_close(probes.transformed(row, [row, row + 2]), [torch.zeros_like(row), torch.full_like(row, 2.0)])


@pytest.mark.asks("A column that was **constant** in `fit` is not divided")
@pytest.mark.concept("data/constant-column")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("value", [0.1, 0.7, 1000.1])
def test_a_constant_column_whose_standard_deviation_is_rounded(probes, device, dtype, value):
    """A column of equal values counts as constant, even if rounding makes its standard deviation slightly larger than 0."""
    for n_rows in (7, 8, 38):
        train = torch.full((n_rows, 1), value, dtype=dtype, device=device)
        (other,) = probes.transformed(train, [train + 3])
        assert_close(other, torch.full_like(train, 3.0), rtol=1e-4, atol=0.0)


@pytest.mark.asks("It forgets what an earlier `fit` has learned.")
@pytest.mark.concept("data/fit-once")
def test_a_second_fit_replaces_the_first(probes, rng, device, train):
    """A second `fit` replaces the first, also with another number of rows and columns."""
    x = train[:5, :2]
    assert_close(probes.refitted(samples(rng, device, 9) * 3, train[:, :2], x), scaled(train[:, :2], x))


@pytest.mark.asks("It forgets what an earlier `fit` has learned.")
@pytest.mark.concept("data/fit-once")
def test_a_second_fit_forgets_the_rows_of_the_first(probes, rng, device, train):
    """After a second `fit` on data with the same columns, only the second data count."""
    x = samples(rng, device, 5)
    assert_close(probes.refitted(samples(rng, device, 9) * 3, train, x), scaled(train, x))


@pytest.mark.asks("Two scalers are independent of each other.")
@pytest.mark.concept("data/fit-once")
def test_two_scalers_know_nothing_of_each_other(probes, rng, device, train):
    """Each scaler keeps its own mean and standard deviation, even if another one is fitted after it."""
    second, x = samples(rng, device, 12) * 2 + STDS.to(device), samples(rng, device, 4)
    assert_close(probes.two_scalers(train, second, x), [scaled(train, x), scaled(second, x)])


@pytest.mark.asks("Do not modify the input tensors.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_callers_tensors_stay(probes, rng, device, train):
    """No method modifies its input tensors."""
    x, z = samples(rng, device, 4), torch.randn(4, 4, generator=rng, dtype=torch.float64).to(device)
    assert_close(probes.inputs_afterwards(train, x, z)["called"], [train, x, z], rtol=0, atol=0)


@pytest.mark.asks("`transform(x)` returns a new tensor")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_results_are_new_tensors(probes, rng, device):
    """Overwriting a result does not change the input tensors, not even if scaling changes no value."""
    # Mean 0 and standard deviation 1: all values stay.
    train = torch.tensor([[1.0, -1.0], [-1.0, 1.0]], dtype=torch.float64, device=device)
    x, z = torch.randn(2, 3, 2, generator=rng, dtype=torch.float64).to(device)
    assert_close(probes.inputs_afterwards(train, x, z)["overwritten"], [train, x, z], rtol=0, atol=0)


@pytest.mark.asks("If `x` is modified later, the learned values stay the same.")
@pytest.mark.concept("data/fit-once")
@pytest.mark.parametrize("n", [30, 1])
def test_what_was_learned_stays(probes, rng, device, n):
    """The learned values stay the same if the training tensor is overwritten later."""
    train, x = samples(rng, device, n), samples(rng, device, 4)
    expected = scaled(train, x) if n > 1 else x - train
    assert_close(probes.after_the_data_changed(train, x), expected)


@pytest.mark.asks("`fit(x)` learns mean and standard deviation of each column")
def test_known_numbers(probes, device):
    """On 80 training and 20 validation samples of x in [0, 1) (seed 42) the mean is 0.47245895, the standard deviation 0.30622494; the
    scaled validation samples have mean −0.0372 and standard deviation 0.8188."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    train, val = (torch.from_numpy(x[idx]).to(device) for idx in (order[:80], order[80:]))
    zero, one = (torch.full((1, 1), v, dtype=torch.float64, device=device) for v in (0.0, 1.0))
    mean = probes.inverse(train, zero)
    assert_close(mean.item(), 0.47245895, rtol=0, atol=5e-9)  # eight decimals are known
    assert_close((probes.inverse(train, one) - mean).item(), 0.30622494, rtol=0, atol=1e-8)
    (got,) = probes.transformed(train, [val])
    assert_close([got.mean().item(), got.std(correction=0).item()], [-0.0371982, 0.8188460], rtol=0, atol=1e-6)


def with_a_constant(rng, device, dtype):
    """Training data whose second column is 4, and two other rows, the second of which has a 7 in that column."""
    train = samples(rng, device, 8, dtype)
    train[:, 1] = 4.0  # sums of it are exact, whatever the order
    other = train[:2].clone()
    other[1, 1] = 7.0
    return train, other
