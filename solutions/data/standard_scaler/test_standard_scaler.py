"""Scaled columns against mean and population deviation in float64, and against the numbers of the notes' data."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

SPREADS = torch.tensor([1.0, 40.0, 1e-5, 1e-10])  # columns of unlike spread, two of them small


@pytest.fixture
def train(rng, device):
    return table(rng, device, 30)


def table(rng, device, n, dtype=torch.float64):
    """Rows of four columns whose means and spreads differ."""
    centre = torch.tensor([5.0, -300.0, 1e-5, 1e-10], dtype=dtype)
    return (centre + SPREADS.to(dtype) * torch.randn(n, 4, generator=rng, dtype=dtype)).to(device)


def scaled(fitted_on, x):
    """The reference: numbers from `fitted_on`, taken to x."""
    fitted_on = fitted_on.double()
    mean = fitted_on.sum(0) / len(fitted_on)
    return (x.double() - mean) / (((fitted_on - mean) ** 2).sum(0) / len(fitted_on)).sqrt()


@pytest.mark.concept("data/two-kinds-of-std")
@pytest.mark.parametrize("n", [2, 3, 30])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_training_columns_are_standardised(probes, rng, device, n, dtype):
    """Each column of the rows of `fit` gets mean 0 and population deviation 1, in the precision of the data."""
    x = table(rng, device, n, dtype)
    (got,) = probes.transformed(x, [x])
    # A value is off by its rounding, against the spread of its column, which is small where a few rows lie close together by chance.
    exact = x.double()
    near = 100 * torch.finfo(dtype).eps * (exact.abs().amax(0) / exact.std(0, correction=0)).max().item()
    assert_close(got, scaled(x, x).to(dtype), rtol=near, atol=near)


def test_columns_far_from_zero(probes, rng, device):
    """A column whose values are thousands of its spreads away from 0 is scaled as any other, in float32, too."""
    x = (5000 + torch.randn(20, 2, generator=rng)).to(device)
    (got,) = probes.transformed(x, [x])
    # float32 knows a value of this size to 5e-4, and a sum of twenty of them to a few times 1e-2.
    assert_close(got, scaled(x, x).float(), rtol=0, atol=0.02)


@pytest.mark.concept("data/fit-once")
def test_other_rows_are_scaled_with_the_learned_numbers(probes, rng, device, train):
    """Other rows, few or many, are scaled with what `fit` has learned, and change nothing in it."""
    others = [table(rng, device, n) * 1.5 for n in (20, 1, 20)]
    got = probes.transformed(train, [*others, train])
    assert_close(got, [scaled(train, x) for x in (*others, train)])


@pytest.mark.concept("data/scaling-back")
def test_there_and_back(probes, rng, device, train):
    """`inverse_transform` takes scaled rows back to the units of the data."""
    x, z = table(rng, device, 7), torch.randn(4, 4, generator=rng, dtype=torch.float64).to(device)
    assert_close(probes.there_and_back(train, x), x)
    mean = train.mean(0)
    assert_close(probes.inverse(train, z), mean + z * (train - mean).square().mean(0).sqrt())


@pytest.mark.concept("data/constant-column")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_constant_column(probes, rng, device, dtype):
    """A column that was constant in `fit` becomes zeros, keeps its distance where it differs, and comes back right."""
    train = table(rng, device, 8, dtype)
    train[:, 1] = 4.0  # sums of it are exact, whatever the order
    other = train[:2].clone()
    other[1, 1] = 7.0
    (got,) = probes.transformed(train, [other])
    assert_close(got[:, 1], torch.tensor([0.0, 3.0], dtype=dtype, device=device))
    assert_close(probes.there_and_back(train, other)[:, 1], other[:, 1])


@pytest.mark.concept("data/constant-column")
def test_one_row(probes, device):
    """`fit` on a single row, which makes every column constant, works, too."""
    row = torch.tensor([[1.5, -2.0, 0.25]], dtype=torch.float64, device=device)
    assert_close(probes.transformed(row, [row, row + 2]), [torch.zeros_like(row), torch.full_like(row, 2.0)])


def test_a_second_fit_replaces_the_first(probes, rng, device, train):
    """A second `fit` forgets the first, whatever its number of rows and columns."""
    x = train[:5, :2]
    assert_close(probes.refitted(table(rng, device, 9) * 3, train[:, :2], x), scaled(train[:, :2], x))


def test_two_scalers_know_nothing_of_each_other(probes, rng, device, train):
    """Each scaler keeps its own numbers, also when another one is fitted after it."""
    second, x = table(rng, device, 12) * 2 + SPREADS.to(device), table(rng, device, 4)
    assert_close(probes.two_scalers(train, second, x), [scaled(train, x), scaled(second, x)])


def test_the_callers_tensors_stay(probes, rng, device, train):
    """The tensors that come in stay as they were."""
    x, z = table(rng, device, 4), torch.randn(4, 4, generator=rng, dtype=torch.float64).to(device)
    assert_close(probes.inputs_afterwards(train, x, z), [train, x, z], rtol=0, atol=0)


def test_the_scaler_keeps_numbers_not_the_data(probes, rng, device, train):
    """What was learned stays when the training tensor is overwritten later."""
    x = table(rng, device, 4)
    assert_close(probes.after_the_data_changed(train, x), scaled(train, x))
    row = train[:1]
    assert_close(probes.after_the_data_changed(row, row + 2), torch.full_like(row, 2.0))


def test_the_numbers_of_the_notes(probes, device):
    """On 80 training and 20 validation rows of x in [0, 1) (seed 42) the mean is 0.47245895, the deviation 0.30622494; the scaled
    validation rows have mean −0.0372 and deviation 0.8188."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    train, val = (torch.from_numpy(x[rows]).to(device) for rows in (order[:80], order[80:]))
    zero, one = (torch.full((1, 1), v, dtype=torch.float64, device=device) for v in (0.0, 1.0))
    mean = probes.inverse(train, zero)
    assert_close(mean.item(), 0.47245895, rtol=0, atol=5e-9)  # eight decimals are known
    assert_close((probes.inverse(train, one) - mean).item(), 0.30622494, rtol=0, atol=1e-8)
    (got,) = probes.transformed(train, [val])
    assert_close([got.mean().item(), got.std(correction=0).item()], [-0.0371982, 0.8188460], rtol=0, atol=1e-6)
