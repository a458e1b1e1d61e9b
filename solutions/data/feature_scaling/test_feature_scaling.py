"""Second derivatives by finite differences of the loss, steps counted in NumPy, and known values of a small dataset."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "They depend on x alone.", "No column of x is constant, and y does not lie exactly on a plane.", "torch is all you need."
)

STDS = [[1.0], [1.0, 3.0], [0.3, 2.0, 1.0]]  # of one, two and three features


def samples(rng, device, n, stds):
    """Correlated features with these standard deviations around means other than 0, and noisy targets around a plane."""
    stds = torch.tensor(stds, dtype=torch.float64)
    shared = torch.randn(n, 1, generator=rng, dtype=torch.float64)
    x = stds * (0.7 + shared + torch.randn(n, len(stds), generator=rng, dtype=torch.float64))
    y = 2.0 + (x / stds).sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=torch.float64)
    return x.to(device), y.to(device)


@pytest.fixture
def known_points(device):
    """80 training points on a noisy line, seed 42."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    return [torch.from_numpy(part[order[:80]]).to(device) for part in (x, y)]


@pytest.mark.asks("the second derivatives of the loss with respect to (b, w₁, …, w_F), in this order")
@pytest.mark.asks("`x` is a float64 tensor of shape (N, F), `y` one of shape (N, 1), N greater than F + 1.")
@pytest.mark.concept("gradient_descent/ten-times-the-feature")
@pytest.mark.parametrize("stds", [[1.0], [1.0, 10.0], [0.1, 2.0, 1.0]])
@pytest.mark.parametrize("extra", [0, 6])
def test_the_hessian(probes, rng, device, stds, extra):
    """`hessian(x)` contains the second derivatives of the loss with respect to (b, w₁, …), in this order."""
    x, _ = samples(rng, device, len(stds) + 2 + extra, stds)
    # The loss is a parabola in every direction, so differences with a step of 1 are exact but for rounding.
    assert_close(probes.second_derivatives(x), torch.from_numpy(differences(x.cpu().numpy())).to(device), rtol=1e-9, atol=1e-9)


@pytest.mark.asks("`survey(x, y)`: a dict of three plain Python numbers.")
def test_the_survey_is_a_dict_of_numbers(probes, rng, device):
    """`survey` returns a dict of plain Python numbers with the keys condition, max_stable_lr and steps."""
    got = probes.surveyed(*samples(rng, device, 12, [1.0, 3.0]))
    assert isinstance(got, dict), "survey must return a dict"
    assert sorted(got) == ["condition", "max_stable_lr", "steps"], "keys of the dict, sorted"
    assert all(isinstance(value, (int, float)) for value in got.values()), "condition, max_stable_lr and steps must be plain Python numbers"


@pytest.mark.asks('`"condition"`: the condition number, the largest eigenvalue of the Hessian over the smallest.')
@pytest.mark.concept("data/condition-number")
@pytest.mark.parametrize("stds", STDS)
def test_the_condition(probes, rng, device, stds):
    """`condition` is the largest eigenvalue of the Hessian over the smallest."""
    x, y = samples(rng, device, 12, stds)
    assert_close(float(probes.surveyed(x, y)["condition"]), of_numpy(x, y)["condition"], rtol=1e-6, atol=0)


@pytest.mark.asks('`"max_stable_lr"`: the learning rate above which full-batch gradient descent diverges.')
@pytest.mark.concept("gradient_descent/limit-from-curvature")
@pytest.mark.parametrize("stds", STDS)
def test_the_max_stable_lr(probes, rng, device, stds):
    """`max_stable_lr` is the largest learning rate with which full-batch gradient descent does not diverge."""
    x, y = samples(rng, device, 12, stds)
    assert_close(float(probes.surveyed(x, y)["max_stable_lr"]), of_numpy(x, y)["max_stable_lr"], rtol=1e-6, atol=0)


@pytest.mark.asks('`"steps"`: the number of full-batch steps, from b = 0 and w = 0')
@pytest.mark.concept("gradient_descent/noise-floor")
@pytest.mark.parametrize("stds", STDS)
def test_the_steps(probes, rng, device, stds):
    """`steps` counts the steps, with half of `max_stable_lr` as learning rate, until the loss is at most 1.01 times the lowest."""
    x, y = samples(rng, device, 12, stds)
    assert probes.surveyed(x, y)["steps"] == of_numpy(x, y)["steps"], "number of steps"


@pytest.mark.asks("An int;")
def test_the_steps_are_an_int(probes, rng, device):
    """The number of steps is an int."""
    x, y = samples(rng, device, 12, [1.0])
    assert type(probes.surveyed(x, y)["steps"]).__name__ == "int", "type of the number of steps"


@pytest.mark.asks("0 if the start is good enough.")
@pytest.mark.concept("gradient_descent/epoch-updates")
def test_a_start_that_is_good_enough(probes, rng, device):
    """If the loss at b = 0 and w = 0 is at most 1.01 times the lowest loss, `steps` is 0."""
    x, _ = samples(rng, device, 12, [1.0])
    y = torch.linalg.qr(torch.cat([torch.ones_like(x), x, x**2], 1)).Q[:, 2:]  # neither b nor w can explain any of it
    assert probes.surveyed(x, y)["steps"] == 0, "number of steps"


@pytest.mark.asks("`before_and_after(x, y)`: two such dicts in a tuple.")
def test_before_and_after_is_a_tuple(probes, rng, device):
    """`before_and_after` returns a tuple of two dicts."""
    got = probes.both(*samples(rng, device, 12, [1.0, 4.0]))
    assert type(got).__name__ == "tuple", "type of what before_and_after returns"
    assert [sorted(part) for part in got] == [["condition", "max_stable_lr", "steps"]] * 2, "keys of the dicts, sorted"


@pytest.mark.asks("First for x")
@pytest.mark.concept("gradient_descent/scaling-makes-alike")
@pytest.mark.parametrize("stds", [[5.0], [1.0, 4.0], [0.3, 2.0, 1.0]])
def test_before(probes, rng, device, stds):
    """The first dict is the survey of x and y as they are."""
    x, y = samples(rng, device, 12, stds)
    same(probes.both(x, y + 50)[0], of_numpy(x, y + 50))  # far from 0, so that b needs the most steps


@pytest.mark.asks("then for x standardized: each column with mean 0 and population standard deviation 1. y is not scaled.")
@pytest.mark.concept("gradient_descent/scaling-makes-alike")
@pytest.mark.parametrize("stds", [[5.0], [1.0, 4.0], [0.3, 2.0, 1.0]])
def test_after(probes, rng, device, stds):
    """The second dict is the survey of x with each column standardized, and of the unscaled y."""
    x, y = samples(rng, device, 12, stds)
    same(probes.both(x, y + 50)[1], of_numpy((x - x.mean(0)) / ((x - x.mean(0)) ** 2).mean(0).sqrt(), y + 50))


@pytest.mark.asks("then for x standardized")
@pytest.mark.concept("data/one-step-when-standardized")
def test_known_numbers(probes, known_points):
    """On 80 samples of x in [0, 1) (seed 42) scaling reduces the condition number from 16.435 to 1 and raises max_stable_lr from 0.80551
    to 1; after it one step is enough."""
    before, after = probes.both(*known_points)
    got = [part[key] for part in (before, after) for key in ("condition", "max_stable_lr")]
    assert_close(got, [2.48291179 / 0.15107055, 0.80551, 1.0, 1.0], rtol=1e-5, atol=0)  # as many digits are known
    assert [before["steps"], after["steps"]] == [of_numpy(*known_points)["steps"], 1], "numbers of steps, before and after scaling"


@pytest.mark.asks("Do not modify the inputs.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.parametrize("function", ["hessian", "survey", "before_and_after"])
def test_inputs_stay_as_they_were(probes, rng, device, function):
    """No function modifies x or y."""
    x, y = samples(rng, device, 10, [1.0, 2.0])
    assert_close(probes.inputs_afterwards(function, x, y), [x, y], rtol=0, atol=0)


def same(got, expected):
    assert_close(
        {key: float(got[key]) for key in ("condition", "max_stable_lr")},
        {key: expected[key] for key in ("condition", "max_stable_lr")},
        rtol=1e-6,
        atol=0,
    )
    assert got["steps"] == expected["steps"], "number of steps"


def differences(x):
    """Second differences of the loss with h = 1 in all pairs of directions."""
    y, eye = np.zeros(len(x)), np.eye(x.shape[1] + 1)
    mse = lambda theta: np.mean((theta[0] + x @ theta[1:] - y) ** 2)  # noqa: E731
    return np.array([[(mse(p + q) - mse(p - q) - mse(q - p) + mse(-p - q)) / 4 for q in eye] for p in eye])


def of_numpy(x, y):
    """condition, max_stable_lr and steps by NumPy."""
    x, y = x.cpu().numpy(), y.cpu().numpy()
    a = np.hstack([np.ones((len(x), 1)), x])
    singular = np.linalg.svd(a / np.sqrt(len(x)), compute_uv=False)
    theta, steps = np.zeros((a.shape[1], 1)), 0
    enough = 1.01 * np.mean((a @ np.linalg.pinv(a) @ y - y) ** 2)
    while np.mean((a @ theta - y) ** 2) > enough:
        theta = theta - a.T @ (a @ theta - y) / len(x) / singular[0] ** 2
        steps += 1
    return {"condition": (singular[0] / singular[-1]) ** 2, "max_stable_lr": 1 / singular[0] ** 2, "steps": steps}
