"""Second derivatives by differences of the loss, steps by counting in NumPy, and known numbers of a small data set."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "They depend on x alone.", "No column of x is constant, and y does not lie exactly on a plane.", "torch is all you need."
)

SPREADS = [[1.0], [1.0, 3.0], [0.3, 2.0, 1.0]]  # of one, two and three features


def table(rng, device, n, spreads):
    """Rows of features that go together, with these spreads around means other than 0, and targets with noise on a plane."""
    spreads = torch.tensor(spreads, dtype=torch.float64)
    shared = torch.randn(n, 1, generator=rng, dtype=torch.float64)
    x = spreads * (0.7 + shared + torch.randn(n, len(spreads), generator=rng, dtype=torch.float64))
    y = 2.0 + (x / spreads).sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=torch.float64)
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
@pytest.mark.parametrize("spreads", [[1.0], [1.0, 10.0], [0.1, 2.0, 1.0]])
@pytest.mark.parametrize("more_rows", [0, 6])
def test_the_hessian(probes, rng, device, spreads, more_rows):
    """`hessian(x)` contains the second derivatives of the loss with respect to (b, w₁, …), in this order."""
    x, _ = table(rng, device, len(spreads) + 2 + more_rows, spreads)
    # The loss is a parabola in every direction, so differences with a step of 1 are exact but for rounding.
    assert_close(probes.second_derivatives(x), torch.from_numpy(differences(x.cpu().numpy())).to(device), rtol=1e-9, atol=1e-9)


@pytest.mark.asks("`survey(x, y)`: a dict of three plain numbers.")
def test_the_survey_is_a_dict_of_numbers(probes, rng, device):
    """`survey` gives a dict with the keys condition, border and steps, and plain numbers in it."""
    got = probes.surveyed(*table(rng, device, 12, [1.0, 3.0]))
    assert isinstance(got, dict), "survey must give a dict"
    assert sorted(got) == ["border", "condition", "steps"], "keys of the dict, sorted"
    assert all(isinstance(value, (int, float)) for value in got.values()), "condition, border and steps must be plain numbers"


@pytest.mark.asks('`"condition"`: the largest eigenvalue of the Hessian over the smallest.')
@pytest.mark.concept("data/condition-number")
@pytest.mark.parametrize("spreads", SPREADS)
def test_the_condition(probes, rng, device, spreads):
    """`condition` is the largest eigenvalue of the Hessian over the smallest."""
    x, y = table(rng, device, 12, spreads)
    assert_close(float(probes.surveyed(x, y)["condition"]), of_numpy(x, y)["condition"], rtol=1e-6, atol=0)


@pytest.mark.asks('`"border"`: the learning rate above which full-batch gradient descent blows up.')
@pytest.mark.concept("gradient_descent/limit-from-curvature")
@pytest.mark.parametrize("spreads", SPREADS)
def test_the_border(probes, rng, device, spreads):
    """`border` is the largest learning rate with which full-batch gradient descent does not diverge."""
    x, y = table(rng, device, 12, spreads)
    assert_close(float(probes.surveyed(x, y)["border"]), of_numpy(x, y)["border"], rtol=1e-6, atol=0)


@pytest.mark.asks('`"steps"`: the number of full-batch steps, from b = 0 and w = 0')
@pytest.mark.concept("gradient_descent/noise-floor")
@pytest.mark.parametrize("spreads", SPREADS)
def test_the_steps(probes, rng, device, spreads):
    """`steps` counts the steps, with half the border as learning rate, until the loss is at most 1.01 times the lowest."""
    x, y = table(rng, device, 12, spreads)
    assert probes.surveyed(x, y)["steps"] == of_numpy(x, y)["steps"], "number of steps"


@pytest.mark.asks("An int;")
def test_the_steps_are_an_int(probes, rng, device):
    """The number of steps is an int."""
    x, y = table(rng, device, 12, [1.0])
    assert type(probes.surveyed(x, y)["steps"]).__name__ == "int", "type of the number of steps"


@pytest.mark.asks("0 if the start is good enough.")
@pytest.mark.concept("gradient_descent/epoch-updates")
def test_a_start_that_is_good_enough(probes, rng, device):
    """Where b = 0 and w = 0 are within 1.01 of the lowest loss, no step is needed."""
    x, _ = table(rng, device, 12, [1.0])
    y = torch.linalg.qr(torch.cat([torch.ones_like(x), x, x**2], 1)).Q[:, 2:]  # neither b nor w can explain any of it
    assert probes.surveyed(x, y)["steps"] == 0, "number of steps"


@pytest.mark.asks("`before_and_after(x, y)`: two such dicts in a tuple.")
def test_before_and_after_is_a_tuple(probes, rng, device):
    """`before_and_after` returns a tuple of two dicts."""
    got = probes.both(*table(rng, device, 12, [1.0, 4.0]))
    assert type(got).__name__ == "tuple", "type of what before_and_after returns"
    assert [sorted(part) for part in got] == [["border", "condition", "steps"]] * 2, "keys of the dicts, sorted"


@pytest.mark.asks("First for x")
@pytest.mark.concept("gradient_descent/scaling-makes-alike")
@pytest.mark.parametrize("spreads", [[5.0], [1.0, 4.0], [0.3, 2.0, 1.0]])
def test_before(probes, rng, device, spreads):
    """The first dict is the survey of x and y as they are."""
    x, y = table(rng, device, 12, spreads)
    same(probes.both(x, y + 50)[0], of_numpy(x, y + 50))  # far from 0, so that b has the longest way


@pytest.mark.asks("then for x standardised: each column with mean 0 and population deviation 1. y is not scaled.")
@pytest.mark.concept("gradient_descent/scaling-makes-alike")
@pytest.mark.parametrize("spreads", [[5.0], [1.0, 4.0], [0.3, 2.0, 1.0]])
def test_after(probes, rng, device, spreads):
    """The second dict is the survey of x with each column standardised, and of y unscaled."""
    x, y = table(rng, device, 12, spreads)
    same(probes.both(x, y + 50)[1], of_numpy((x - x.mean(0)) / ((x - x.mean(0)) ** 2).mean(0).sqrt(), y + 50))


@pytest.mark.asks("then for x standardised")
@pytest.mark.concept("data/one-step-when-round")
def test_known_numbers(probes, known_points):
    """On 80 points of x in [0, 1) (seed 42) the condition falls from 16.435 to 1, the border rises from 0.80551 to 1, and one step is
    enough after scaling."""
    before, after = probes.both(*known_points)
    got = [part[key] for part in (before, after) for key in ("condition", "border")]
    assert_close(got, [2.48291179 / 0.15107055, 0.80551, 1.0, 1.0], rtol=1e-5, atol=0)  # as many digits are known
    assert [before["steps"], after["steps"]] == [of_numpy(*known_points)["steps"], 1], "numbers of steps, before and after"


@pytest.mark.asks("Inputs stay as they were.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.parametrize("function", ["hessian", "survey", "before_and_after"])
def test_inputs_stay_as_they_were(probes, rng, device, function):
    """No function changes x or y."""
    x, y = table(rng, device, 10, [1.0, 2.0])
    assert_close(probes.inputs_afterwards(function, x, y), [x, y], rtol=0, atol=0)


def same(got, expected):
    assert_close(
        {key: float(got[key]) for key in ("condition", "border")},
        {key: expected[key] for key in ("condition", "border")},
        rtol=1e-6,
        atol=0,
    )
    assert got["steps"] == expected["steps"], "number of steps"


def differences(x):
    """Second differences of the loss with steps of 1 in all pairs of directions."""
    y, eye = np.zeros(len(x)), np.eye(x.shape[1] + 1)
    mse = lambda theta: np.mean((theta[0] + x @ theta[1:] - y) ** 2)  # noqa: E731
    return np.array([[(mse(p + q) - mse(p - q) - mse(q - p) + mse(-p - q)) / 4 for q in eye] for p in eye])


def of_numpy(x, y):
    """Condition, border and steps by NumPy."""
    x, y = x.cpu().numpy(), y.cpu().numpy()
    a = np.hstack([np.ones((len(x), 1)), x])
    singular = np.linalg.svd(a / np.sqrt(len(x)), compute_uv=False)
    theta, steps = np.zeros((a.shape[1], 1)), 0
    enough = 1.01 * np.mean((a @ np.linalg.pinv(a) @ y - y) ** 2)
    while np.mean((a @ theta - y) ** 2) > enough:
        theta = theta - a.T @ (a @ theta - y) / len(x) / singular[0] ** 2
        steps += 1
    return {"condition": (singular[0] / singular[-1]) ** 2, "border": 1 / singular[0] ** 2, "steps": steps}
