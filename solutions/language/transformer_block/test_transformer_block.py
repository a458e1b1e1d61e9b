"""Outputs and all gradients against torch's encoder layer with the same weights, in float64; dropout by what it leaves of known values."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use `nn.TransformerEncoderLayer`")

DOUBLE = torch.float64
# N, T, width, heads
SIZES = [(2, 5, 6, 2), (1, 4, 6, 3), (3, 1, 4, 2), (4, 4, 4, 1), (1, 1, 2, 1)]
LAST = {"attention": "attention.out_proj", "network": "narrow"}
of_each_branch = pytest.mark.parametrize("branch", LAST)
TORCHS = {"attention": "self_attn", "wide": "linear1", "narrow": "linear2", "norm1": "norm1", "norm2": "norm2"}


@pytest.mark.asks(
    "`norm1` and `norm2` are `nn.LayerNorm`s", "`wide` and `narrow` are linear layers", "`attention` is an `nn.MultiheadAttention("
)
@pytest.mark.concept("language/block-parameters")
@pytest.mark.parametrize(("width", "n_heads", "dropout"), [(6, 2, 0.0), (4, 1, 0.5)])
def test_the_parts(probes, width, n_heads, dropout):
    """The block has the submodules `norm1`, `attention`, `norm2`, `wide` and `narrow`, and no other parameters."""
    seen = {name: tuple(value.shape) for name, value in probes.parts(width, n_heads, dropout).items()}
    assert seen == shapes(width), "names and shapes of the parameters"


@pytest.mark.asks(
    "Write the class `Block(width, n_heads, dropout=0.0)`",
    "It computes",
    "`attention` is an `nn.MultiheadAttention(",
    "Queries, keys and values are all norm1(x)",
    "It is always causal",
    "`gelu` is torch's, in its exact form",
)
@pytest.mark.concept("language/pre-norm")
@pytest.mark.concept("language/two-kinds-of-boolean-mask")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_output(probes, rng, device, sizes):
    """Without dropout the output is that of torch's pre-norm encoder layer with the same weights and a causal mask."""
    state, x, sums = draw(rng, device, sizes)
    assert_close(probes.passed(state, x, sizes[-1], sums)["output"], reference(state, x, sizes[-1], sums)["output"])


@pytest.mark.asks("It computes")
@pytest.mark.concept("language/residual-keeps-the-gradient")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradients(probes, rng, device, sizes):
    """The gradients with respect to x and every parameter are those of torch's encoder layer."""
    state, x, sums = draw(rng, device, sizes)
    seen = probes.passed(state, x, sizes[-1], sums)["gradients"]
    for name, gradient in seen.items():
        assert gradient is not None, f"no gradient flows to {name}"
    assert_close(seen, reference(state, x, sizes[-1], sums)["gradients"])


@pytest.mark.asks("In evaluation mode it does nothing", "It is always causal")
@pytest.mark.concept("language/dropout-in-the-block")
@pytest.mark.parametrize("dropout", [0.5, 1.0, 0.1])
def test_no_dropout_in_evaluation_mode(probes, rng, device, dropout):
    """In evaluation mode there is no dropout: outputs and gradients are those of a block without it."""
    state, x, sums = draw(rng, device, (2, 5, 6, 2))
    seen = probes.passed(state, x, 2, sums, dropout=dropout, training=False)
    assert None not in seen["gradients"].values(), "a gradient is missing"
    assert_close(seen, reference(state, x, 2, sums))


@pytest.mark.asks("It computes", "without dropout of its own")
@pytest.mark.concept("language/dropout-in-the-block")
@pytest.mark.concept("language/block-is-identity-at-zero")
def test_everything_dropped(probes, rng, device):
    """With dropout 1 in training mode both branches vanish: the block returns x, and the gradient flows to x unchanged."""
    state, x, sums = draw(rng, device, (2, 5, 6, 2))
    seen = probes.passed(state, x, 2, sums, dropout=1.0)
    assert_close(seen["output"], x, rtol=0, atol=0)
    assert_close(seen["gradients"]["x"], sums, rtol=0, atol=0)


@pytest.mark.asks("In training mode `dropout` sets each element to 0", "divides the others by 1 − dropout")
@pytest.mark.concept("modules/dropout-scale")
@pytest.mark.concept("language/dropout-in-the-block")
@pytest.mark.parametrize("dropout", [0.5, 0.2])
@of_each_branch
def test_what_dropout_leaves(probes, rng, device, branch, dropout):
    """In training mode dropout sets some elements of a branch to 0 and divides the others by 1 − dropout."""
    state, x = draw_ones(rng, device, branch)
    added = probes.output(state, x, 2, dropout, True) - x
    kept = (added > 0.5).to(added)
    assert 0 < kept.mean() < 1, "dropout kept all elements, or none"
    assert_close(added, kept / (1 - dropout), rtol=0, atol=1e-9)


@pytest.mark.asks("In training mode `dropout` sets each element to 0 with this probability")
@pytest.mark.concept("language/dropout-in-the-block")
@pytest.mark.parametrize("dropout", [0.5, 0.2, 0.8])
@of_each_branch
def test_how_many_dropout_leaves(probes, rng, device, branch, dropout):
    """In training mode the fraction of elements that are kept is about 1 − dropout."""
    state, x = draw_ones(rng, device, branch)
    kept = (probes.output(state, x, 2, dropout, True) - x > 0.5).to(x)
    # Hoeffding: the fraction of 4096 elements is off by 0.06 with a probability below 2·exp(−2·4096·0.06²) < 4e-13.
    assert_close(kept.mean().item(), 1 - dropout, rtol=0, atol=0.06)


@pytest.mark.asks("independently, and divides")
@pytest.mark.concept("language/dropout-in-the-block")
@pytest.mark.parametrize("dim", ["sequences", "positions", "features"])
@of_each_branch
def test_dropout_draws_each_number_by_itself(probes, rng, device, branch, dim):
    """Dropout is independent for each element: each sequence, position and feature has a draw of its own."""
    state, x = draw_ones(rng, device, branch)
    kept = probes.output(state, x, 2, 0.5, True) - x > 0.5
    first, second = kept.chunk(2, dim=["sequences", "positions", "features"].index(dim))
    assert_half_agree(first, second)


@pytest.mark.asks("without dropout of its own", "In training mode `dropout` sets each element to 0 with this probability")
@pytest.mark.concept("language/dropout-in-the-block")
@of_each_branch
def test_nothing_is_dropped_within_a_branch(probes, rng, device, branch):
    """Dropout is applied only at the end of a branch: an element that is kept is the branch's own output, divided by 1 − dropout."""
    state, x, sums = draw(rng, device, (4, 5, 6, 2))
    other = next(name for each, name in LAST.items() if each != branch)
    for part in ("weight", "bias"):
        state[f"{other}.{part}"] = torch.zeros_like(state[f"{other}.{part}"])
    whole = reference(state, x, 2, sums)["output"] - x
    added = probes.output(state, x, 2, 0.5, True) - x
    assert_close(added, torch.where(added == 0, 0, 2 * whole))


@pytest.mark.asks("independently, and divides")
@pytest.mark.concept("language/dropout-in-the-block")
@of_each_branch
def test_each_call_draws_anew(probes, rng, device, branch):
    """A second call in training mode drops different elements."""
    state, x = draw_ones(rng, device, branch)
    assert_half_agree(*(out - x > 0.5 for out in probes.two_calls(state, x, 2, 0.5)))


@pytest.mark.asks("independently, and divides")
@pytest.mark.concept("language/dropout-in-the-block")
def test_each_branch_draws_anew(probes, rng, device):
    """The second branch drops different elements than the first."""
    state, x = draw_ones(rng, device, *LAST)
    added = probes.output(state, x, 2, 0.5, True) - x
    # Each branch adds 0 or 2: where one adds and the other does not, the sum is 2.
    assert_half_agree((added > 1) & (added < 3), torch.zeros_like(added, dtype=torch.bool))


@pytest.mark.asks("In evaluation mode it does nothing")
@pytest.mark.concept("language/dropout-in-the-block")
def test_the_mode_may_change(probes, rng, device):
    """A block that goes from evaluation to training mode and back gives the same result as before."""
    state, x, sums = draw(rng, device, (2, 5, 6, 2))
    before, between, after = probes.two_modes(state, x, 2, 0.5)
    expected = reference(state, x, 2, sums)["output"]
    assert_close([before, after], [expected, expected])
    assert (between - expected).abs().max() > 1e-3, "nothing was dropped in training mode"


@pytest.mark.asks("for x of shape (N, T, width)")
def test_an_x_that_is_a_view(probes, rng, device):
    """x may be a transposed view, which is not contiguous in memory."""
    state, x, sums = draw(rng, device, (4, 2, 6, 2))
    x, sums = x.transpose(0, 1), sums.transpose(0, 1)
    assert_close(probes.output(state, x, 2, 0.0, True), reference(state, x, 2, sums)["output"])


@pytest.mark.asks("The output has the shape and the dtype of x")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_precision_is_kept(probes, rng, device, dtype):
    """A float32 block and x give a float32 output, float64 gives float64."""
    state, x, sums = draw(rng, device, (4, 2, 6, 2))
    state, x, sums = {name: value.to(dtype) for name, value in state.items()}, x.to(dtype), sums.to(dtype)
    expected = reference(state, x, 2, sums)["output"]
    assert_close(probes.output(state, x, 2, 0.0, True), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.asks("x is not changed")
def test_the_input_is_left_alone(probes, rng, device):
    """The input tensor is not changed."""
    state, x, _ = draw(rng, device, (2, 3, 4, 2))
    assert_close(probes.afterwards(state, x, 2), x, rtol=0, atol=0)


@pytest.mark.asks("position t attends to the positions 0 to t")
@pytest.mark.concept("language/mlp-is-per-position")
def test_the_past_stays_as_it_was(probes, rng, device):
    """If later positions change, the outputs of earlier ones do not."""
    state, x, _ = draw(rng, device, (2, 6, 4, 2))
    other = x.clone()
    other[:, 3:] += 5
    first, second = (probes.output(state, each, 2, 0.0, False) for each in (x, other))
    assert_close(second[:, :3], first[:, :3])
    assert (second[:, 3:] - first[:, 3:]).abs().amax(-1).min() > 1e-3, "a changed position gave the same output"


def draw_ones(rng, device, *branches):
    """A state in which these branches give 1 everywhere and the others 0, so that what was added shows what dropout did; and x."""
    state, x, _ = draw(rng, device, (8, 32, 16, 2))
    for branch, name in LAST.items():
        state[f"{name}.weight"] = torch.zeros_like(state[f"{name}.weight"])
        state[f"{name}.bias"] = torch.full_like(state[f"{name}.bias"], float(branch in branches))
    return state, x


def assert_half_agree(first, second):
    # Two draws with probability 0.5 agree in half of the cases, and shared ones in all. Of 2048 independent pairs or more the fraction is
    # off by 0.25 with a probability below 2·exp(−2·2048·0.25²), 1e-110.
    fraction = (first == second).double().mean().item()
    assert_close(fraction, 0.5, rtol=0, atol=0.25)


def shapes(width):
    return {
        "norm1.weight": (width,),
        "norm1.bias": (width,),
        "attention.in_proj_weight": (3 * width, width),
        "attention.in_proj_bias": (3 * width,),
        "attention.out_proj.weight": (width, width),
        "attention.out_proj.bias": (width,),
        "norm2.weight": (width,),
        "norm2.bias": (width,),
        "wide.weight": (4 * width, width),
        "wide.bias": (4 * width,),
        "narrow.weight": (width, 4 * width),
        "narrow.bias": (width,),
    }


def draw(rng, device, sizes):
    """Weights, of the norms, too, that are all random; x; and numbers for the sum of the outputs."""
    state = {}
    for name, shape in shapes(sizes[2]).items():
        value = torch.randn(shape, generator=rng, dtype=DOUBLE)
        state[name] = (value / shape[-1] ** 0.5 if len(shape) == 2 else value).to(device)
    x, sums = (torch.randn(sizes[:3], generator=rng, dtype=DOUBLE).to(device) for _ in range(2))
    return state, 2 * x + 1, sums


def torchs(name):
    first, rest = name.split(".", 1)
    return f"{TORCHS[first]}.{rest}"


def reference(state, x, n_heads, sums):
    width = x.shape[-1]
    model = nn.TransformerEncoderLayer(width, n_heads, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True).to(x)
    model.load_state_dict({torchs(name): value for name, value in state.items()})
    hidden = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).triu(1)
    inputs = x.clone().requires_grad_()
    out = model(inputs, src_mask=hidden)
    names, parameters = sorted(state), dict(model.named_parameters())
    gradients = torch.autograd.grad((out * sums).sum(), [inputs, *(parameters[torchs(name)] for name in names)])
    return {"output": out.detach(), "gradients": dict(zip(["x", *names], gradients, strict=True))}
