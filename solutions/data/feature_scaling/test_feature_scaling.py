"""Second derivatives by differences of the loss, steps by counting in NumPy, and the numbers of the notes' data."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close


def table(rng, device, n, spreads):
    """Rows of features that go together, with these spreads around means other than 0, and targets with noise on a plane."""
    spreads = torch.tensor(spreads, dtype=torch.float64)
    shared = torch.randn(n, 1, generator=rng, dtype=torch.float64)
    x = spreads * (0.7 + shared + torch.randn(n, len(spreads), generator=rng, dtype=torch.float64))
    y = 2.0 + (x / spreads).sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=torch.float64)
    return x.to(device), y.to(device)


@pytest.fixture
def notes(device):
    """The 80 training points of the notes, seed 42."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    return [torch.from_numpy(part[order[:80]]).to(device) for part in (x, y)]


def same(got, x, y):
    assert isinstance(got, dict), "survey must give a dict"
    assert sorted(got) == ["border", "condition", "steps"]
    assert all(isinstance(value, (int, float)) for value in got.values()), "condition, border and steps must be plain numbers"
    expected = reference(x.cpu().numpy(), y.cpu().numpy())
    assert_close([got["condition"], got["border"]], expected[:2], rtol=1e-6, atol=0)
    assert got["steps"] == expected[2]


@pytest.mark.concept("gradient_descent/ten-times-the-feature")
@pytest.mark.parametrize("spreads", [[1.0], [1.0, 10.0], [0.1, 2.0, 1.0]])
def test_the_hessian(probes, rng, device, spreads):
    """`hessian(x)` holds the second derivatives of the loss for (b, w₁, …), in this order."""
    x, _ = table(rng, device, 9, spreads)
    # The loss is a parabola in every direction, so differences with a step of 1 are exact but for rounding.
    assert_close(probes.second_derivatives(x), torch.from_numpy(differences(x.cpu().numpy())).to(device), rtol=1e-9, atol=1e-9)


@pytest.mark.concept("data/condition-number")
@pytest.mark.parametrize("spreads", [[1.0], [1.0, 3.0], [0.3, 2.0, 1.0]])
def test_the_survey(probes, rng, device, spreads):
    """`survey` gives condition, border, and the number of steps with half the border as learning rate."""
    x, y = table(rng, device, 12, spreads)
    same(probes.surveyed(x, y), x, y)


def test_a_start_that_is_good_enough(probes, rng, device):
    """Where b = 0 and w = 0 are within 1.01 of the lowest loss, no step is needed."""
    x, _ = table(rng, device, 12, [1.0])
    y = torch.linalg.qr(torch.cat([torch.ones_like(x), x, x**2], 1)).Q[:, 2:]  # neither b nor w can explain any of it
    assert probes.surveyed(x, y)["steps"] == 0


@pytest.mark.concept("gradient_descent/scaling-makes-alike")
@pytest.mark.parametrize("spreads", [[5.0], [1.0, 4.0], [0.3, 2.0, 1.0]])
def test_before_and_after(probes, rng, device, spreads):
    """`before_and_after` surveys x, then x with each column standardised, y unscaled."""
    x, y = table(rng, device, 12, spreads)
    y = y + 50  # far from 0, so that the way of b is the longest
    got = probes.both(x, y)
    assert len(got) == 2
    same(got[0], x, y)
    same(got[1], (x - x.mean(0)) / ((x - x.mean(0)) ** 2).mean(0).sqrt(), y)


@pytest.mark.concept("data/one-step-when-round")
def test_the_numbers_of_the_notes(probes, notes):
    """On 80 points of x in [0, 1) (seed 42) the condition falls from 16.435 to 1, the border rises from 0.80551 to 1, and one step is
    enough after scaling."""
    before, after = probes.both(*notes)
    got = [part[key] for part in (before, after) for key in ("condition", "border")]
    assert_close(got, [2.48291179 / 0.15107055, 0.80551, 1.0, 1.0], rtol=1e-5, atol=0)  # as many digits are known
    assert [before["steps"], after["steps"]] == [reference(*(part.cpu().numpy() for part in notes))[2], 1]


def test_inputs_stay_as_they_were(probes, rng, device):
    """x and y stay as they were."""
    x, y = table(rng, device, 10, [1.0, 2.0])
    assert_close(probes.inputs_afterwards(x, y), [x, y], rtol=0, atol=0)


def differences(x):
    """Second differences of the loss with steps of 1 in all pairs of directions."""
    y, eye = np.zeros(len(x)), np.eye(x.shape[1] + 1)
    mse = lambda theta: np.mean((theta[0] + x @ theta[1:] - y) ** 2)  # noqa: E731
    return np.array([[(mse(p + q) - mse(p - q) - mse(q - p) + mse(-p - q)) / 4 for q in eye] for p in eye])


def reference(x, y):
    """Condition, border, steps."""
    a = np.hstack([np.ones((len(x), 1)), x])
    singular = np.linalg.svd(a / np.sqrt(len(x)), compute_uv=False)
    theta, steps = np.zeros((a.shape[1], 1)), 0
    enough = 1.01 * np.mean((a @ np.linalg.pinv(a) @ y - y) ** 2)
    while np.mean((a @ theta - y) ** 2) > enough:
        theta = theta - a.T @ (a @ theta - y) / len(x) / singular[0] ** 2
        steps += 1
    return [(singular[0] / singular[-1]) ** 2, 1 / singular[0] ** 2, steps]
