"""Numerical gradients against autograd on the same losses and against formulas; errors against the known faults of the notes."""

import pytest
import torch
from torch.testing import assert_close

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
# Two losses that are off by their rounding, 1e-16 of about 100, over 2h: 1e-8; and h ** 2 / 6 of the third derivative.
NEAR = {"rtol": 1e-6, "atol": 1e-6}


def draw(rng, device, shapes, dtype=torch.float64):
    return [torch.randn(shape, generator=rng, dtype=dtype).to(device) for shape in shapes]


@pytest.fixture
def pair(rng, device):
    """b and w of a line."""
    return draw(rng, device, [(1,), (1,)])


@DTYPES
@pytest.mark.concept("autograd/double-for-checks")
@pytest.mark.parametrize(
    ("function", "shapes"), [("line", [(1,), (1,)]), ("network", [(2, 3), (2,), ()]), ("cubes", [(2, 1, 2), (), (3,)])]
)
def test_the_gradients(probes, rng, device, function, shapes, dtype):
    """Each parameter gets a float64 tensor of its own shape, with the slope of the loss along each entry, in float64 precision also
    for float32 parameters."""
    params = draw(rng, device, shapes, dtype)
    got = probes.gradients(function, params)
    assert_close(got, exact(function, params), **NEAR)


@pytest.mark.concept("autograd/one-entry-at-a-time")
def test_all_other_entries_stay(probes, rng, device):
    """While one entry is moved, all others have their own values."""
    params = draw(rng, device, [(2, 2), (3,), ()])
    sums = [p.sum() for p in params]
    expected = [torch.full_like(p, sums[(k + 1) % 3] * sums[(k + 2) % 3]) for k, p in enumerate(params)]
    assert_close(probes.gradients("products", params), expected, **NEAR)


@pytest.mark.concept("autograd/one-entry-at-a-time")
def test_a_loss_that_is_an_entry(probes, rng, device):
    """A loss that is itself an entry has the slope 1 along this one, and 0 along all others."""
    params = draw(rng, device, [(3,), (2,)])
    expected = [torch.zeros_like(p) for p in params]
    expected[0][0] = 1.0
    assert_close(probes.gradients("first_entry", params), expected, **NEAR)


def test_any_layout(probes, rng, device):
    """A parameter may lie in memory in any order: for a transposed matrix, too, each slope stands where its entry stands."""
    params = draw(rng, device, [(3, 2), (2,), ()])
    assert_close(probes.gradients_of_transposed("network", params), exact("network", [p.t() for p in params]), **NEAR)


@DTYPES
@pytest.mark.concept("autograd/one-entry-at-a-time")
def test_the_callers_tensors_do_not_move_meanwhile(probes, rng, device, dtype):
    """While f runs the caller's tensors hold their own values: a loss that reads them beside the copies gets the right slopes."""
    params = draw(rng, device, [(2, 2), (3,), ()], dtype)
    assert_close(probes.gradients_beside_the_callers(params), [p.double() for p in params], **NEAR)


@pytest.mark.concept("gradient_descent/central-difference")
@pytest.mark.parametrize("h", [0.5, 0.01])
def test_a_long_nudge(probes, rng, device, h):
    """With any h an entry is moved by h up and by h down: for w³ the result is 3w² + h²."""
    params = draw(rng, device, [(2, 2), (1,)])
    assert_close(probes.gradients("cubes", params, h), [3 * p**2 + h**2 for p in params], rtol=1e-9, atol=1e-9)


@pytest.mark.concept("autograd/size-of-the-nudge")
def test_the_nudge_that_is_not_named(probes, device):
    """Without `h` the nudge is 1e-6."""
    # At w = 1e-7 the cube's difference is w ** 2 * 3 + h ** 2, and the h tells.
    w = torch.tensor([1e-7], dtype=torch.float64, device=device)
    assert_close(probes.gradients("cubes", [w]), [3 * w**2 + 1e-12], rtol=1e-3, atol=0)


@DTYPES
@pytest.mark.concept("autograd/relative-error")
def test_right_gradients_have_no_error(probes, rng, device, dtype):
    """Gradients that are right have an error near zero."""
    params = draw(rng, device, [(2, 3), (2,), ()], dtype)
    given = [g.to(dtype) for g in exact("network", params)]
    got = probes.error("network", params, given)
    assert isinstance(got, float), "largest_error must return a plain float"
    assert_close(got, 0.0, rtol=0, atol=1e-5 if dtype is torch.float32 else 1e-7)  # float32 gradients are rounded to seven digits


@pytest.mark.concept("autograd/relative-error")
@pytest.mark.parametrize("where", [(0, 0), (0, 5), (1, 1), (2, 0)])
@pytest.mark.parametrize("off", [1.0, -0.001, 30.0])
def test_the_worst_entry_counts(probes, rng, device, where, off):
    """A single wrong entry, in whichever parameter, decides: its distance over the largest of 1, |g| and |n|."""
    params = draw(rng, device, [(2, 3), (2,), ()])
    given = exact("network", params)
    k, i = where
    right = given[k].view(-1)[i].item()
    given[k].view(-1)[i] += off
    expected = abs(off) / max(1.0, abs(right), abs(right + off))
    assert_close(probes.error("network", params, given), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.concept("autograd/relative-error")
def test_small_slopes_beside_large_ones(probes, device):
    """Each entry's error is measured by its own size, not by that of its neighbours."""
    w = torch.tensor([10.0, 0.5], dtype=torch.float64, device=device)
    given = torch.tensor([300.0, 1.25], dtype=torch.float64, device=device)  # right would be 300 and 0.75
    assert_close(probes.error("cubes", [w], [given]), 0.5 / 1.25, **NEAR)


@pytest.mark.concept("autograd/double-for-checks")
def test_small_errors_are_seen(probes, device):
    """Errors are measured in float64: one in the eighth digit is still found."""
    w = torch.tensor([0.5], dtype=torch.float64, device=device)
    # The difference itself is off by the rounding of 0.125 over 2h, 1e-11 or so.
    assert_close(probes.error("cubes", [w], [3 * w**2 + 2e-8]), 2e-8, rtol=0, atol=1e-9)


@pytest.mark.concept("gradient_descent/dot-is-a-sum")
def test_it_finds_the_faults_of_the_notes(probes, device):
    """For four points, a gradient that is a sum has the error 0.75; w's slope used for b is found, too."""
    params = [torch.tensor([value], dtype=torch.float64, device=device) for value in (0.0, 0.0)]
    right = exact("line", params)  # both far above 1 in size, so that the error is relative
    four_times = [4 * g for g in right]
    assert_close(probes.error("line", params, four_times), 0.75, **NEAR)
    b_grad, w_grad = (g.item() for g in right)
    assert_close(probes.error("line", params, [right[0], right[0]]), abs(b_grad - w_grad) / abs(w_grad), **NEAR)
    assert_close(probes.error("line", params, [right[1], right[1]]), abs(b_grad - w_grad) / abs(w_grad), **NEAR)


@DTYPES
@pytest.mark.concept("autograd/one-entry-at-a-time")
def test_everything_stays_as_it_was(probes, rng, device, dtype):
    """Parameters, their `.grad` and the given gradients stay as they were, bit for bit."""
    params, given = (draw(rng, device, [(2, 3), (2,), ()], dtype) for _ in range(2))
    still = [torch.zeros_like(p) for p in params]
    assert_close(probes.afterwards("network", params, given), [params, given, given, still], rtol=0, atol=0)


def test_the_results_do_not_require_grad(probes, pair):
    """The results are plain numbers to autograd: nothing flows through them."""
    weights = [torch.full_like(p, 3.0) for p in pair]
    assert_close(probes.backward_from_results("line", pair, weights), weights, rtol=0, atol=0)


def exact(function, params):
    """The gradients by autograd, in float64, of losses written out a second time."""
    leaves = [p.detach().double().clone().requires_grad_() for p in params]
    return list(torch.autograd.grad(LOSSES[function](*leaves), leaves))


def line(b, w):
    x = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64, device=w.device)
    return (b + w * x - 2 * x + 1).square().sum() / 4


def network(weight, bias, scale):
    x = torch.linspace(-1.0, 1.0, 3 * weight.shape[1], dtype=torch.float64, device=weight.device).reshape(3, -1)
    return scale**2 * torch.tanh(x @ weight.T + bias).square().sum()


def cubes(*params):
    return sum(p.pow(3).sum() for p in params)


LOSSES = {"line": line, "network": network, "cubes": cubes}
