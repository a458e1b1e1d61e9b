"""Splitting against slices; outputs and all gradients against torch's MultiheadAttention with the same weights, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = [pytest.mark.asks("which you must not use"), pytest.mark.given("You may use `F.scaled_dot_product_attention`.")]

DOUBLE = torch.float64
# N, T, width, heads
SIZES = [(2, 5, 6, 2), (1, 4, 6, 3), (3, 1, 4, 2), (2, 3, 4, 1), (4, 4, 4, 4), (1, 1, 2, 2), (2, 2, 8, 2), (6, 6, 36, 6)]


@pytest.mark.concept("language/view-before-transpose")
def test_eight_numbers_are_split(probes, device):
    """Two positions with the features 0 to 3 and 4 to 7 become the heads [[0, 1], [4, 5]] and [[2, 3], [6, 7]]."""
    x = torch.arange(8.0, device=device).view(1, 2, 4)
    assert_close(probes.split(x, 2), torch.tensor([[[[0.0, 1], [4, 5]], [[2, 3], [6, 7]]]], device=device), rtol=0, atol=0)


@pytest.mark.concept("language/merge-needs-a-copy")
def test_eight_numbers_are_merged(probes, device):
    """The heads [[0, 1], [4, 5]] and [[2, 3], [6, 7]] become two positions with the features 0 to 3 and 4 to 7."""
    heads = torch.tensor([[[[0.0, 1], [4, 5]], [[2, 3], [6, 7]]]], device=device)
    assert_close(probes.merged(heads), torch.arange(8.0, device=device).view(1, 2, 4), rtol=0, atol=0)


@pytest.mark.asks("`split_heads(x, n_heads)`: from shape (N, T, width)", "Head h contains, for each position, the h-th slice")
@pytest.mark.concept("language/view-before-transpose")
@pytest.mark.concept("language/heads-split-the-width")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_split(probes, rng, device, sizes):
    """Head h contains the h-th slice of each position's features."""
    x, n_heads = draw(rng, device, sizes), sizes[-1]
    assert_close(probes.split(x, n_heads), torch.stack(x.chunk(n_heads, dim=-1), dim=1), rtol=0, atol=0)


@pytest.mark.asks("`merge_heads(x)`: from shape (N, n_heads, T, d)")
@pytest.mark.concept("language/merge-needs-a-copy")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_merge(probes, rng, device, sizes):
    """`merge_heads` concatenates the heads of each position."""
    n, t, width, n_heads = sizes
    x = torch.randn(n, n_heads, t, width // n_heads, generator=rng).to(device)
    assert_close(probes.merged(x), torch.cat(x.unbind(dim=1), dim=-1), rtol=0, atol=0)


@pytest.mark.asks("It undoes `split_heads`")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_there_and_back(probes, rng, device, sizes):
    """Splitting and then merging gives the original tensor."""
    x = draw(rng, device, sizes)
    assert_close(probes.there_and_back(x, sizes[-1]), x, rtol=0, atol=0)


@pytest.mark.asks("`split_heads(x, n_heads)`: from shape (N, T, width)")
def test_views_can_be_split(probes, rng, device):
    """`split_heads` also works on transposed tensors, which are not contiguous in memory."""
    x = torch.randn(4, 2, 6, generator=rng).to(device).transpose(0, 1)
    assert_close(probes.split(x, 3), torch.stack(x.chunk(3, dim=-1), dim=1), rtol=0, atol=0)


@pytest.mark.asks("`merge_heads(x)`: from shape (N, n_heads, T, d)")
def test_views_can_be_merged(probes, rng, device):
    """`merge_heads` also works on transposed tensors, which are not contiguous in memory."""
    heads = torch.randn(5, 3, 2, 4, generator=rng).to(device).permute(2, 1, 0, 3)
    assert_close(probes.merged(heads), torch.cat(heads.unbind(dim=1), dim=-1), rtol=0, atol=0)


@pytest.mark.asks("It has two linear layers with bias", "Nothing else is in its state_dict")
@pytest.mark.concept("language/attention-parameters")
@pytest.mark.parametrize(("width", "n_heads"), [(6, 2), (4, 4), (5, 1)])
def test_the_parameters(probes, width, n_heads):
    """The module has the layers `qkv`, from width to 3 · width, and `out`, from width to width, and no others."""
    wanted = {"qkv.weight": (3 * width, width), "qkv.bias": (3 * width,), "out.weight": (width, width), "out.bias": (width,)}
    seen = {name: tuple(value.shape) for name, value in probes.parts(width, n_heads).items()}
    assert seen == wanted, "names and shapes in the state_dict"


@pytest.mark.asks(
    "`MultiHeadAttention(width, n_heads)`, an `nn.Module`",
    "`qkv(x)` contains the queries in its first",
    "Each is split into heads",
    "Each head computes attention separately",
    "Its output is the weighted mean of its values",
    "The heads are merged, and `out` is applied",
    "The result has shape (N, T, width)",
    "With the same weights the outputs and gradients are those",
)
@pytest.mark.concept("language/scale-of-a-head")
@pytest.mark.concept("language/out-projection")
@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_output(probes, rng, device, sizes, causal):
    """With the same weights the output is that of `nn.MultiheadAttention`."""
    x, n_heads = draw(rng, device, sizes), sizes[-1]
    state, sums = draw_state(sizes[2], rng, device), torch.ones_like(x)
    assert_close(probes.attended(state, x, n_heads, causal, sums)["output"], reference(state, x, n_heads, causal, sums)["output"])


@pytest.mark.asks("With the same weights the outputs and gradients are those")
@pytest.mark.concept("language/scale-of-a-head")
@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradients(probes, rng, device, sizes, causal):
    """The gradients with respect to x and all four parameters are those of `nn.MultiheadAttention`."""
    x, n_heads = draw(rng, device, sizes), sizes[-1]
    state, sums = draw_state(sizes[2], rng, device), draw(rng, device, sizes)
    seen = probes.attended(state, x, n_heads, causal, sums)["gradients"]
    for name, gradient in seen.items():
        assert gradient is not None, f"no gradient flows to {name}"
    assert_close(seen, reference(state, x, n_heads, causal, sums)["gradients"])


@pytest.mark.asks("Each head computes attention separately", "`causal=True` only over the keys up to")
@pytest.mark.concept("language/minus-infinity")
def test_large_scores(probes, rng, device):
    """A later key has no weight even if the unmasked scores are in the hundreds below 0."""
    x, state = draw(rng, device, (2, 5, 6, 2)), draw_state(6, rng, device)
    # Queries and keys are long and point in opposite directions, except for the last key.
    state["qkv.bias"][:6], state["qkv.bias"][6:12] = 20.0, -20.0
    x[:, -1] *= 20
    sums = torch.ones_like(x)
    assert_close(probes.attended(state, x, 2, True, sums)["output"], reference(state, x, 2, True, sums)["output"])


@pytest.mark.asks("If n_heads does not divide the width")
@pytest.mark.concept("language/heads-split-the-width")
@pytest.mark.parametrize(("width", "n_heads"), [(6, 4), (5, 2), (2, 4)])
def test_heads_that_do_not_fit(probes, width, n_heads):
    """The constructor raises a ValueError if n_heads does not divide the width."""
    assert probes.refused(width, n_heads) == "ValueError", "what the constructor raised"


@pytest.mark.asks("With the same weights the outputs and gradients are those")
@pytest.mark.parametrize("causal", [True, False])
def test_evaluation_mode(probes, rng, device, causal):
    """Evaluation mode gives the same output as training mode."""
    x, state = draw(rng, device, (2, 5, 6, 3)), draw_state(6, rng, device)
    sums = torch.ones_like(x)
    seen = probes.attended(state, x, 3, causal, sums, training=False)
    assert_close(seen["output"], reference(state, x, 3, causal, sums)["output"])


@pytest.mark.asks("With the same weights the outputs and gradients are those")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_precision_is_kept(probes, rng, device, dtype):
    """A float32 model gives float32, a float64 model float64."""
    x, sums = (draw(rng, device, (2, 5, 6, 3)).to(dtype) for _ in range(2))
    state = {name: value.to(dtype) for name, value in draw_state(6, rng, device).items()}
    seen = probes.attended(state, x, 3, True, sums)
    assert_close(seen["output"], reference(state, x, 3, True, sums)["output"], rtol=1e-4, atol=1e-5)


@pytest.mark.asks("The tensor x is not changed")
def test_the_input_is_left_alone(probes, rng, device):
    """The input tensor is not changed."""
    x = draw(rng, device, (2, 3, 4, 2))
    assert_close(probes.afterwards(draw_state(4, rng, device), x, 2), x, rtol=0, atol=0)


def draw(rng, device, sizes):
    return torch.randn(sizes[:3], generator=rng, dtype=DOUBLE).to(device)


def draw_state(width, rng, device):
    shapes = {"qkv.weight": (3 * width, width), "qkv.bias": (3 * width,), "out.weight": (width, width), "out.bias": (width,)}
    return {name: (torch.randn(shape, generator=rng, dtype=DOUBLE) / width**0.5).to(device) for name, shape in shapes.items()}


def reference(state, x, n_heads, causal, sums):
    names = {"qkv.weight": "in_proj_weight", "qkv.bias": "in_proj_bias", "out.weight": "out_proj.weight", "out.bias": "out_proj.bias"}
    model = nn.MultiheadAttention(x.shape[-1], n_heads, batch_first=True).to(x)
    model.load_state_dict({names[name]: value for name, value in state.items()})
    hidden = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).triu(1) if causal else None
    inputs = x.clone().requires_grad_()
    out = model(inputs, inputs, inputs, attn_mask=hidden, need_weights=False)[0]
    parameters = dict(model.named_parameters())
    keys = sorted(state)
    gradients = torch.autograd.grad((out * sums).sum(), [inputs, *(parameters[names[name]] for name in keys)])
    return {"output": out.detach(), "gradients": dict(zip(["x", *keys], gradients, strict=True))}
