"""Blocks and model against the same convolutions in functional form, in float64: outputs, gradients, sizes."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "Images have the shape (N, channels, H, W).",
    "Convolutions keep the spatial layout of an image",
    "The autoencoder of latent diffusion consists of such residual blocks.",
)

DOUBLE = torch.float64
KINDS = ["Down", "Up"]
SIZES = [(1, 16, 16), (3, 32, 32), (2, 8, 12), (1, 4, 4)]
BLOCKS = [(3, 2, 4, (6, 10)), (1, 3, 3, (4, 2))]
BAD_SIZES = [(15, 16), (16, 18), (6, 4), (4, 7), (6, 9)]


@pytest.mark.asks(
    "Write three modules, `Down`, `Up` and `ResidualAutoencoder`.",
    "`ResidualAutoencoder(channels, width, latent_channels)` has two `nn.Sequential`s",
    "`Down(width, width)`;",
    "`Down(width, 2 * width)`;",
    "a 1×1 convolution to latent_channels channels.",
    "`Up(2 * width, width)`;",
    "`Up(width, width)`;",
    "a 3×3 convolution, padding 1, to channels.",
)
@pytest.mark.parametrize("sizes", [(1, 4, 2), (3, 2, 5)], ids=str)
def test_the_parts(probes, sizes):
    """The state_dict contains the task's layers, with these names and shapes, and no others."""
    seen, shapes = probes.names(*sizes), state_shapes(*sizes)
    assert sorted(seen["names"]) == sorted(shapes), "names in the state_dict"
    assert dict(zip(seen["names"], seen["shapes"], strict=True)) == shapes, "shapes in the state_dict"


@pytest.mark.asks(
    "`Down(c_in, c_out)` maps (N, c_in, H, W) to (N, c_out, H/2, W/2), and `Up(c_in, c_out)` to (N, c_out, 2H, 2W).",
    "Both return",
    "`Down`: `first` 3×3, stride 2, padding 1;",
    "`second` 3×3, padding 1, c_out to c_out;",
    "`Up`: `first` is a transposed convolution, 4×4, stride 2, padding 1;",
    "`second` as in Down;",
)
@pytest.mark.concept("vision/projection-when")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "c_in", "c_out", "size"), BLOCKS, ids=str)
def test_a_block(probes, rng, device, kind, n, c_in, c_out, size):
    """Each block returns the sum of its main path and its skip connection."""
    state, x = draw_block(kind, c_in, c_out, rng, device), draw((n, c_in, *size), rng, device)
    assert_close(probes.block(kind, state, x), block(kind, state, x))


@pytest.mark.asks("`skip` 1×1, stride 2.", "`skip` is 1×1, applied to x upsampled by 2")
@pytest.mark.concept("vision/projection-when")
@pytest.mark.concept("autoencoders/what-a-dead-block-does")
@pytest.mark.parametrize("kind", KINDS)
def test_the_skip_alone(probes, rng, device, kind):
    """With the parameters of `first` and `second` at 0, a block returns the output of `skip`, negative values included."""
    state, x = draw_block(kind, 2, 3, rng, device), draw((2, 2, 6, 4), rng, device)
    state = {key: value if key.startswith("skip") else torch.zeros_like(value) for key, value in state.items()}
    assert_close(probes.block(kind, state, x), skip(kind, state, x))


@pytest.mark.asks("Both return")
@pytest.mark.concept("vision/projection-when")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "c_in", "c_out", "size"), BLOCKS, ids=str)
def test_the_gradients_of_a_block(probes, rng, device, kind, n, c_in, c_out, size):
    """The gradients of a block with respect to its input and its parameters are right."""
    state, x = draw_block(kind, c_in, c_out, rng, device), draw((n, c_in, *size), rng, device)
    leaves = {name: value.clone().requires_grad_() for name, value in {"x": x, **state}.items()}
    output = block(kind, leaves, leaves["x"])
    weights = draw(output.shape, rng, device)
    gradients = torch.autograd.grad((output * weights).sum(), list(leaves.values()))
    seen = probes.block_gradients(kind, state, x, weights)
    assert [name for name, gradient in seen.items() if gradient is None] == [], "what gets no gradient"
    assert_close({name: seen[name] for name in leaves}, dict(zip(leaves, gradients, strict=True)))


@pytest.mark.asks("Inputs are not modified.")
@pytest.mark.concept("autoencoders/relu-in-place")
@pytest.mark.parametrize("kind", KINDS)
def test_the_input_of_a_block_stays(probes, rng, device, kind):
    """A block does not modify its input."""
    state, x = draw_block(kind, 2, 3, rng, device), draw((2, 2, 4, 4), rng, device)
    assert_close(probes.input_of_a_block_afterwards(kind, state, x), x, rtol=0, atol=0)


@pytest.mark.asks(
    "`encoder`: a 3×3 convolution, padding 1",
    "So `encode(images)` returns latents of shape (N, latent_channels, H/4, W/4).",
    "N ≥ 1.",
)
@pytest.mark.concept("autoencoders/shapes-down-and-up")
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("n", [3, 1])
def test_the_latents(probes, rng, device, n, size):
    """The latents' height and width are a quarter of the images'."""
    state, images = draw_state(size[0], 4, 2, rng, device), draw((n, *size), rng, device)
    assert_close(probes.passed(state, images)["latents"], by_hand(state, images)[0])


@pytest.mark.asks(
    "`decoder`: a 1×1 convolution from latent_channels to 2 · width;",
    "`decode` returns images of the input's shape.",
    "Nothing follows its last convolution",
)
@pytest.mark.concept("autoencoders/no-norm-at-the-end")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_decoder(probes, rng, device, size):
    """`decode` returns images of the input's size, with nothing after the last convolution."""
    state, images = draw_state(size[0], 4, 2, rng, device), draw((3, *size), rng, device)
    assert_close(probes.passed(state, images)["decoded"], by_hand(state, images)[1])


@pytest.mark.asks("`model(images)` is `decode(encode(images))`;", "skip connections stay within their blocks")
@pytest.mark.concept("autoencoders/skip-around-the-bottleneck")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_model(probes, rng, device, size):
    """The model's output depends on the latents only."""
    state, images = draw_state(size[0], 4, 2, rng, device), draw((3, *size), rng, device)
    assert_close(probes.passed(state, images)["output"], by_hand(state, images)[1])


def test_a_training_pass(probes, rng, device):
    """The reconstruction loss has the right gradient with respect to every parameter of encoder and decoder."""
    state, images = draw_state(2, 3, 2, rng, device), draw((2, 2, 8, 12), rng, device)
    leaves = {key: value.clone().requires_grad_() for key, value in state.items()}
    loss = (by_hand(leaves, images)[1] - images).square().mean()
    wanted = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
    seen = probes.trained(state, images)
    assert [name for name, gradient in seen.items() if gradient is None] == [], "parameters without a gradient"
    assert_close({key: seen[key] for key in wanted}, wanted)


@pytest.mark.asks("Inputs are not modified.")
@pytest.mark.concept("autoencoders/relu-in-place")
def test_the_inputs_stay(probes, rng, device):
    """The model modifies neither images nor latents."""
    state, images, latents = draw_state(2, 3, 2, rng, device), draw((2, 2, 8, 12), rng, device), draw((2, 2, 2, 3), rng, device)
    assert_close(probes.inputs_afterwards(state, images, latents), [images, latents], rtol=0, atol=0)


@pytest.mark.asks("Any memory layout, float32 and float64")
@pytest.mark.concept("autoencoders/view-of-a-transposed-image")
def test_any_layout_in_memory(probes, rng, device):
    """Non-contiguous images give the same output as contiguous ones."""
    state, images = draw_state(1, 4, 2, rng, device), draw((2, 1, 8, 16), rng, device)
    assert_close(probes.in_another_layout(state, images), by_hand(state, images.transpose(2, 3))[1])


@pytest.mark.asks("Any memory layout, float32 and float64")
def test_single_precision(probes, rng, device):
    """A float32 model returns images in float32."""
    state, images = draw_state(1, 4, 2, rng, device), draw((2, 1, 8, 16), rng, device)
    output = probes.passed({key: value.float() for key, value in state.items()}, images.float())["output"]
    assert output.dtype == torch.float32, "dtype of the images"
    assert_close(output.double(), by_hand(state, images)[1], rtol=1e-3, atol=1e-4)  # eight convolutions in float32


def test_saved_and_loaded(probes, rng, device):
    """A second model with the first one's state_dict gives the same images."""
    state, images = draw_state(1, 3, 2, rng, device), draw((2, 1, 8, 8), rng, device)
    assert_close(probes.saved_and_loaded(state, images), by_hand(state, images)[1])


@pytest.mark.asks("`encode` raises a ValueError")
@pytest.mark.concept("autoencoders/odd-sizes")
@pytest.mark.parametrize("size", BAD_SIZES, ids=str)
def test_sizes_that_do_not_come_back(probes, rng, device, size):
    """`encode` raises a ValueError for images whose height or width is not a multiple of 4."""
    seen = probes.refused(draw_state(1, 2, 2, rng, device), draw((2, 1, *size), rng, device))
    assert seen["error"] == "ValueError", "error that encode raises"


@pytest.mark.asks("`encode` raises a ValueError with a message")
@pytest.mark.concept("autoencoders/odd-sizes")
def test_the_error_says_why(probes, rng, device):
    """The error has a message."""
    seen = probes.refused(draw_state(1, 2, 2, rng, device), draw((2, 1, 15, 16), rng, device))
    assert seen["says something"], "the error has no message"


def block_shapes(kind, c_in, c_out):
    first = (c_out, c_in, 3, 3) if kind == "Down" else (c_in, c_out, 4, 4)
    shapes = {"first.weight": first, "second.weight": (c_out, c_out, 3, 3), "skip.weight": (c_out, c_in, 1, 1)}
    return shapes | {f"{name}.bias": (c_out,) for name in ("first", "second", "skip")}


def state_shapes(channels, width, latent_channels):
    convolutions = {
        "encoder.0": (width, channels, 3, 3),
        "encoder.3": (latent_channels, 2 * width, 1, 1),
        "decoder.0": (2 * width, latent_channels, 1, 1),
        "decoder.3": (channels, width, 3, 3),
    }
    blocks = {
        "encoder.1": ("Down", width, width),
        "encoder.2": ("Down", width, 2 * width),
        "decoder.1": ("Up", 2 * width, width),
        "decoder.2": ("Up", width, width),
    }
    shapes = {}
    for name, shape in convolutions.items():
        shapes |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    for name, sizes in blocks.items():
        shapes |= {f"{name}.{key}": shape for key, shape in block_shapes(*sizes).items()}
    return shapes


def draw(shape, rng, device):
    return torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)


def draw_block(kind, c_in, c_out, rng, device):
    return {key: draw(shape, rng, device) / 2 for key, shape in block_shapes(kind, c_in, c_out).items()}


def draw_state(channels, width, latent_channels, rng, device):
    # Values stay near 1 through all layers: the number of products that each output sums is the size of one output channel's weight.
    shapes = state_shapes(channels, width, latent_channels)
    return {key: draw(shape, rng, device) / max(1, torch.Size(shape[1:]).numel()) ** 0.5 for key, shape in shapes.items()}


def skip(kind, state, x):
    x = x[:, :, ::2, ::2] if kind == "Down" else x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    return F.conv2d(x, state["skip.weight"], state["skip.bias"])


def block(kind, state, x):
    first = F.conv2d if kind == "Down" else F.conv_transpose2d
    h = first(x.clamp(min=0), state["first.weight"], state["first.bias"], stride=2, padding=1)
    return skip(kind, state, x) + F.conv2d(h.clamp(min=0), state["second.weight"], state["second.bias"], padding=1)


def by_hand(state, images):
    """Latents and output images."""
    latents = convolved(state, "encoder.3", of_block("Down", state, "encoder.2", of_block("Down", state, "encoder.1", stem(state, images))))
    h = of_block("Up", state, "decoder.2", of_block("Up", state, "decoder.1", convolved(state, "decoder.0", latents)))
    return latents, convolved(state, "decoder.3", h, padding=1)


def stem(state, images):
    return convolved(state, "encoder.0", images, padding=1)


def convolved(state, name, x, padding=0):
    return F.conv2d(x, state[f"{name}.weight"], state[f"{name}.bias"], padding=padding)


def of_block(kind, state, name, x):
    return block(kind, {key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(name)}, x)
