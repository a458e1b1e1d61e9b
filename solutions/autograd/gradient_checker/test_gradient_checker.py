"""Numerical gradients against autograd on the same losses and against formulas; errors against known bugs."""

import pytest
import torch
from torch.testing import assert_close

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
# Rounding errors of the two losses, 1e-16 of about 100, over 2h: 1e-8; and a truncation error of h ** 2 / 6 of the third derivative.
NEAR = {"rtol": 1e-6, "atol": 1e-6}
OTHER_DEVICE = "meta"  # has shapes and no values, does not mix with other devices, and exists on every machine
SHAPES = [(2, 3), (2,), ()]  # of the parameters of `network`

pytestmark = [
    pytest.mark.asks("Not to be used: `torch.autograd.gradcheck`"),
    pytest.mark.given("`f` is a function that takes a list of tensors and returns their loss"),
]


def draw(rng, device, shapes, dtype=torch.float64):
    return [torch.randn(shape, generator=rng, dtype=dtype).to(device) for shape in shapes]


@pytest.fixture
def pair(rng, device):
    """b and w of a linear model."""
    return draw(rng, device, [(1,), (1,)])


@DTYPES
@pytest.mark.concept("autograd/double-for-checks")
@pytest.mark.asks(
    "Each entry is the central difference of the loss", "It is computed in **float64**, whatever the dtype of the parameters."
)
@pytest.mark.parametrize(
    ("function", "shapes"), [("line", [(1,), (1,)]), ("network", [(2, 3), (2,), ()]), ("cubes", [(2, 1, 2), (), (3,)])]
)
def test_the_gradients(probes, rng, device, function, shapes, dtype):
    """Each entry is the partial derivative of the loss with respect to that parameter entry, computed in float64 also for float32
    parameters."""
    params = draw(rng, device, shapes, dtype)
    assert_close(probes.gradients(function, params), exact(function, params), **NEAR)


@DTYPES
@pytest.mark.asks("a list of float64 tensors, one for each parameter, of its shape")
def test_a_list_of_float64_tensors(probes, rng, device, dtype):
    """`numerical_gradients` returns a list of float64 tensors, one for each parameter and of its shape."""
    params = draw(rng, device, SHAPES, dtype)
    got = probes.kinds("network", params, params)
    assert got["gradients"] == "list", "type of what numerical_gradients returns"
    assert got["each"] == [f"torch.float64, {shape}" for shape in SHAPES], "dtypes and shapes of the gradients"


@pytest.mark.asks("some may be leaves that require grad.", "`params` is a list of float32 or float64 tensors of any shape")
@pytest.mark.parametrize("require_grad", [[False, False, False], [True, False, True]], ids=["none", "some"])
def test_parameters_of_every_kind(probes, rng, device, require_grad):
    """Parameters may be plain tensors or leaves that require grad, and differ in dtype."""
    params = [p.to(dtype) for p, dtype in zip(draw(rng, device, SHAPES), [torch.float32, torch.float64, torch.float32], strict=True)]
    assert_close(probes.gradients_of_some_leaves("network", params, require_grad), exact("network", params), **NEAR)


@pytest.mark.asks("on any device", "and on its device")
def test_another_device(probes):
    """For parameters on another device each gradient is on that device, and the error is still a plain float."""
    places = [f"{shape} on {OTHER_DEVICE}" for shape in SHAPES]
    assert probes.elsewhere("network", SHAPES, OTHER_DEVICE) == [*places, "float"], "shapes and devices of the gradients, type of the error"


@pytest.mark.concept("autograd/one-entry-at-a-time")
@pytest.mark.asks("all other entries unchanged")
@pytest.mark.parametrize("h", [None, 0.5])
def test_all_other_entries_stay(probes, rng, device, h):
    """While one entry is perturbed, all others are unchanged, also with a large step size."""
    params = draw(rng, device, [(2, 2), (3,), ()])
    sums = [p.sum() for p in params]
    expected = [torch.full_like(p, sums[(k + 1) % 3] * sums[(k + 2) % 3]) for k, p in enumerate(params)]
    assert_close(probes.gradients("products", params, h), expected, **NEAR)  # linear in each entry: any h is exact


@pytest.mark.concept("autograd/one-entry-at-a-time")
def test_a_loss_that_is_an_entry(probes, rng, device):
    """A loss that is itself an entry has the derivative 1 with respect to this entry, and 0 with respect to all others."""
    params = draw(rng, device, [(3,), (2,)])
    expected = [torch.zeros_like(p) for p in params]
    expected[0][0] = 1.0
    assert_close(probes.gradients("first_entry", params), expected, **NEAR)


@pytest.mark.asks("and memory layout (also transposed)")
def test_any_layout(probes, rng, device):
    """A parameter may have any memory layout: for a transposed matrix, too, each derivative is at the position of its entry."""
    params = draw(rng, device, [(3, 2), (2,), ()])
    assert_close(probes.gradients_of_transposed("network", params), exact("network", [p.t() for p in params]), **NEAR)


@DTYPES
@pytest.mark.concept("autograd/one-entry-at-a-time")
@pytest.mark.asks("`f` is only called with a list of copies, which share no memory with the caller's tensors.")
def test_f_gets_a_list_of_copies(probes, rng, device, dtype):
    """Both functions call f with a list of float64 tensors of the shapes of the parameters, which share no memory with the caller's."""
    params = draw(rng, device, SHAPES, dtype)
    got = probes.calls("network", params, params)
    assert got["lists"] == ["list"], "types of what f is called with"
    assert got["tensors"] == ["; ".join(f"torch.float64, {shape}" for shape in SHAPES)], "dtypes and shapes of what f is called with"
    assert got["shared"] == 0, "tensors in the calls of f that share memory with the caller's"


@DTYPES
@pytest.mark.concept("autograd/one-entry-at-a-time")
@pytest.mark.asks("which share no memory with the caller's tensors")
def test_the_callers_tensors_do_not_move_meanwhile(probes, rng, device, dtype):
    """While f runs, the caller's tensors are unchanged: a loss that reads both them and the copies gets the right gradient."""
    params = draw(rng, device, [(2, 2), (3,), ()], dtype)
    assert_close(probes.gradients_beside_the_callers(params), [p.double() for p in params], **NEAR)


@pytest.mark.concept("gradient_descent/central-difference")
@pytest.mark.asks("(f with this entry h higher − f with this entry h lower) / 2h")
@pytest.mark.parametrize("h", [0.5, 0.01])
def test_a_long_nudge(probes, rng, device, h):
    """For any h an entry is perturbed by +h and by −h: for w³ the result is 3w² + h²."""
    params = draw(rng, device, [(2, 2), (1,)])
    got = probes.gradients("cubes", params, h, by_name=h < 0.1)
    assert_close(got, [3 * p**2 + h**2 for p in params], rtol=1e-9, atol=1e-9)


@pytest.mark.concept("autograd/numerical-step-size")
@pytest.mark.asks("`numerical_gradients(f, params, h=1e-6)`")
def test_the_nudge_that_is_not_named(probes, device):
    """Without `h` the step size is 1e-6."""
    # At w = 1e-7 the central difference of the cube is 3 w ** 2 + h ** 2, which reveals h; the loss is scaled by 1e12.
    w = torch.tensor([1e-7], dtype=torch.float64, device=device)
    assert_close(probes.gradients("steep", [w]), [1e12 * (3 * w**2 + 1e-12)], rtol=1e-3, atol=0)


@DTYPES
@pytest.mark.asks("`largest_error(f, params, gradients)`: a plain float.")
def test_a_plain_float(probes, rng, device, dtype):
    """`largest_error` returns a plain float."""
    params = draw(rng, device, SHAPES, dtype)
    assert probes.kinds("network", params, params)["error"] == "float", "type of what largest_error returns"


@DTYPES
@pytest.mark.concept("autograd/relative-error")
def test_right_gradients_have_no_error(probes, rng, device, dtype):
    """Correct gradients have an error near zero."""
    params = draw(rng, device, [(2, 3), (2,), ()], dtype)
    given = [g.to(dtype) for g in exact("network", params)]
    got = probes.error("network", params, given)
    assert_close(float(got), 0.0, rtol=0, atol=1e-5 if dtype is torch.float32 else 1e-7)  # float32 gradients are rounded to seven digits


@pytest.mark.concept("autograd/relative-error")
@pytest.mark.asks(
    "An entry's relative error is |g − n| / max(1, |g|, |n|)", "the largest one over all entries of all parameters is returned."
)
@pytest.mark.parametrize(("parameter", "entry"), [(0, 0), (0, 5), (1, 1), (2, 0)])
@pytest.mark.parametrize("difference", [1.0, -0.001, 30.0])
def test_the_worst_entry_counts(probes, rng, device, parameter, entry, difference):
    """A single wrong entry, in any parameter, determines the result: its difference over the largest of 1, |g| and |n|."""
    params = draw(rng, device, SHAPES)
    given = exact("network", params)
    right = given[parameter].view(-1)[entry].item()
    given[parameter].view(-1)[entry] += difference
    expected = abs(difference) / max(1.0, abs(right), abs(right + difference))
    assert_close(probes.error("network", params, given), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.concept("autograd/relative-error")
def test_small_slopes_beside_large_ones(probes, device):
    """Each entry's error is relative to its own size, not to that of other entries."""
    w = torch.tensor([10.0, 0.5], dtype=torch.float64, device=device)
    given = torch.tensor([300.0, 1.25], dtype=torch.float64, device=device)  # right would be 300 and 0.75
    assert_close(probes.error("cubes", [w], [given]), 0.5 / 1.25, **NEAR)


@pytest.mark.concept("autograd/double-for-checks")
@pytest.mark.asks("`gradients` is a list of tensors with the shapes of the parameters, of any float dtype.", "in float64, where n is its")
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_gradients_of_any_dtype(probes, rng, device, dtype):
    """The given gradients may have any float dtype: their rounding error is measured in float64."""
    params = draw(rng, device, [(2, 2), (3,)])
    right = [3 * p**2 for p in params]
    given = [g.to(dtype) for g in right]
    errors = [(g.double() - n).abs() / torch.maximum(g.double(), n).clamp(min=1) for g, n in zip(given, right, strict=True)]
    expected = max(e.max().item() for e in errors)
    # The rounding of a sum of cubes, of 100 at most, over 2h.
    assert_close(probes.error("cubes", params, given), expected, rtol=0, atol=1e-7)


@pytest.mark.concept("autograd/double-for-checks")
def test_small_errors_are_seen(probes, device):
    """Errors are computed in float64: an error in the eighth digit is still found."""
    w = torch.tensor([0.5], dtype=torch.float64, device=device)
    # The difference itself is off by the rounding of 0.125 over 2h, 1e-11 or so.
    assert_close(probes.error("cubes", [w], [3 * w**2 + 2e-8]), 2e-8, rtol=0, atol=1e-9)


@pytest.mark.concept("gradient_descent/dot-is-a-sum")
def test_it_finds_the_faults_of_the_notes(probes, device):
    """For four samples, a gradient that is a sum instead of a mean has the error 0.75. The gradient of w used for b is also found."""
    params = [torch.tensor([value], dtype=torch.float64, device=device) for value in (0.0, 0.0)]
    right = exact("line", params)  # both far above 1 in size, so that the error is relative
    four_times = [4 * g for g in right]
    assert_close(probes.error("line", params, four_times), 0.75, **NEAR)
    b_grad, w_grad = (g.item() for g in right)
    assert_close(probes.error("line", params, [right[0], right[0]]), abs(b_grad - w_grad) / abs(w_grad), **NEAR)
    assert_close(probes.error("line", params, [right[1], right[1]]), abs(b_grad - w_grad) / abs(w_grad), **NEAR)


@DTYPES
@pytest.mark.concept("autograd/one-entry-at-a-time")
@pytest.mark.asks("For both: parameters and their `.grad` must stay exactly the same, bit for bit, and so must `gradients`.")
def test_everything_stays_as_it_was(probes, rng, device, dtype):
    """Parameters, their `.grad` and the given gradients stay exactly the same, bit for bit."""
    params, given = (draw(rng, device, [(2, 3), (2,), ()], dtype) for _ in range(2))
    still = [torch.zeros_like(p) for p in params]
    assert_close(probes.afterwards("network", params, given), [params, given, given, still], rtol=0, atol=0)


@pytest.mark.concept("autograd/detach-shares")
@pytest.mark.asks("The results do not require grad.")
def test_the_results_do_not_require_grad(probes, rng, device):
    """The gradients are constants for autograd: nothing that is computed from them requires grad."""
    params = draw(rng, device, SHAPES)
    assert probes.kinds("network", params, params)["require grad"] == [False] * 3, "does something computed from each gradient require grad"


@pytest.mark.concept("autograd/detach-shares")
@pytest.mark.asks("The results do not require grad.")
def test_nothing_flows_through_the_results(probes, pair):
    """No gradient flows through the results to the caller's parameters."""
    weights = [torch.full_like(p, 3.0) for p in pair]
    assert_close(probes.backward_from_results("line", pair, weights), weights, rtol=0, atol=0)


@pytest.mark.concept("gradient_descent/central-difference")
@pytest.mark.asks("nor any other derivative from autograd")
def test_autograd_is_not_asked(probes, rng, device):
    """Neither function runs a backward pass: finite differences of the loss are enough."""
    params = draw(rng, device, SHAPES)
    assert probes.backward_passes("network", params, params) == 0, "number of backward passes"


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
