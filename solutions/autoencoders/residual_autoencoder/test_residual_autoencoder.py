"""Blocks and model against the same convolutions in functional form, in float64: outputs, gradients, sizes."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

DOUBLE = torch.float64
KINDS = ["Down", "Up"]
SIZES = [(1, 16, 16), (3, 32, 32), (2, 8, 12), (1, 4, 4)]


@pytest.mark.concept("vision/projection-when")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "c_in", "c_out", "size"), [(3, 2, 4, (6, 10)), (1, 3, 3, (4, 2))], ids=str)
def test_a_block(probes, rng, device, kind, n, c_in, c_out, size):
    """Each block gives the sum of its two paths, and the right gradients at its input and its parameters."""
    state, x = draw_block(kind, c_in, c_out, rng, device), draw((n, c_in, *size), rng, device)
    leaves, leaf = {key: value.clone().requires_grad_() for key, value in state.items()}, x.clone().requires_grad_()
    output = block(kind, leaves, leaf)
    weights = draw(output.shape, rng, device)
    slope, *gradients = torch.autograd.grad((output * weights).sum(), [leaf, *leaves.values()])
    seen = probes.block(kind, state, x, weights)
    assert_close(seen["output"], output.detach())
    assert_close(seen["slope"], slope)
    assert None not in seen["gradients"].values(), "a parameter got no gradient"
    assert_close(seen["gradients"], dict(zip(leaves, gradients, strict=True)))


@pytest.mark.concept("vision/projection-when")
@pytest.mark.concept("autoencoders/what-a-dead-block-does")
@pytest.mark.parametrize("kind", KINDS)
def test_the_skip_alone(probes, rng, device, kind):
    """With the numbers of `first` and `second` at 0, a block gives what its skip gives: negative numbers come through, too."""
    state, x = draw_block(kind, 2, 3, rng, device), draw((2, 2, 6, 4), rng, device)
    state = {key: value if key.startswith("skip") else torch.zeros_like(value) for key, value in state.items()}
    assert_close(probes.block(kind, state, x)["output"], skip(kind, state, x))


@pytest.mark.concept("autoencoders/relu-in-place")
@pytest.mark.parametrize("kind", KINDS)
def test_the_input_stays(probes, rng, device, kind):
    """A block does not write into its input."""
    state, x = draw_block(kind, 2, 3, rng, device), draw((2, 2, 4, 4), rng, device)
    assert_close(probes.block(kind, state, x)["input"], x, rtol=0, atol=0)


@pytest.mark.parametrize("sizes", [(1, 4, 2), (3, 2, 5)], ids=str)
def test_the_parts(probes, sizes):
    """The state_dict has the layers of the task, under their names, and no others."""
    seen = probes.names(*sizes)
    shapes = state_shapes(*sizes)
    assert sorted(seen["names"]) == sorted(shapes)
    assert dict(zip(seen["names"], seen["shapes"], strict=True)) == shapes


@pytest.mark.concept("autoencoders/shapes-down-and-up")
@pytest.mark.concept("autoencoders/skip-around-the-code")
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("n", [3, 1])
def test_codes_and_pictures(probes, rng, device, n, size):
    """Codes have a quarter of the height and width, pictures their size again, and they are made from the codes alone."""
    state, images = draw_state(size[0], 4, 2, rng, device), draw((n, *size), rng, device)
    codes, pictures = by_hand(state, images)
    seen = probes.passed(state, images)
    assert_close(seen["codes"], codes)
    assert_close(seen["decoded"], pictures)
    assert_close(seen["output"], pictures)
    assert_close(seen["images"], images, rtol=0, atol=0)


def test_a_training_pass(probes, rng, device):
    """The loss of the reconstruction has the right gradient at every parameter of both halves."""
    state, images = draw_state(2, 3, 2, rng, device), draw((2, 2, 8, 12), rng, device)
    leaves = {key: value.clone().requires_grad_() for key, value in state.items()}
    loss = (by_hand(leaves, images)[1] - images).square().mean()
    wanted = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
    seen = probes.trained(state, images)
    assert None not in seen.values(), "a parameter got no gradient"
    assert_close({key: seen[key] for key in wanted}, wanted)


def test_layout_and_precision(probes, rng, device):
    """Pictures that do not lie in one piece in memory, and a model in float32, give what they should."""
    state, images = draw_state(1, 4, 2, rng, device), draw((2, 1, 8, 16), rng, device)
    assert_close(probes.in_another_layout(state, images), by_hand(state, images.transpose(2, 3))[1])
    output = probes.passed({key: value.float() for key, value in state.items()}, images.float())["output"]
    assert output.dtype == torch.float32
    assert_close(output.double(), by_hand(state, images)[1], rtol=1e-3, atol=1e-4)  # eight convolutions in float32


def test_saved_and_loaded(probes, rng, device):
    """A second model with the first one's state_dict gives the same pictures."""
    state, images = draw_state(1, 3, 2, rng, device), draw((2, 1, 8, 8), rng, device)
    assert_close(probes.handed_on(state, images), by_hand(state, images)[1])


@pytest.mark.concept("autoencoders/odd-sizes")
@pytest.mark.parametrize("size", [(15, 16), (16, 18), (6, 4), (4, 7)], ids=str)
def test_sizes_that_do_not_come_back(probes, rng, device, size):
    """Pictures whose height or width is no multiple of 4 raise a ValueError."""
    seen = probes.refused(draw_state(1, 2, 2, rng, device), draw((2, 1, *size), rng, device))
    assert seen["error"] is not None, f"pictures of {size} were taken, and came back as {seen['shape']}"
    assert seen["error"] == "ValueError"


def block_shapes(kind, c_in, c_out):
    first = (c_out, c_in, 3, 3) if kind == "Down" else (c_in, c_out, 4, 4)
    shapes = {"first.weight": first, "second.weight": (c_out, c_out, 3, 3), "skip.weight": (c_out, c_in, 1, 1)}
    return shapes | {f"{name}.bias": (c_out,) for name in ("first", "second", "skip")}


def state_shapes(channels, width, n_code):
    convolutions = {
        "encoder.0": (width, channels, 3, 3),
        "encoder.3": (n_code, 2 * width, 1, 1),
        "decoder.0": (2 * width, n_code, 1, 1),
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


def draw_state(channels, width, n_code, rng, device):
    # Numbers stay near 1 through all layers: each output adds up as many products as a weight of one channel has numbers.
    shapes = state_shapes(channels, width, n_code)
    return {key: draw(shape, rng, device) / max(1, torch.Size(shape[1:]).numel()) ** 0.5 for key, shape in shapes.items()}


def skip(kind, state, x):
    x = x[:, :, ::2, ::2] if kind == "Down" else x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    return F.conv2d(x, state["skip.weight"], state["skip.bias"])


def block(kind, state, x):
    first = F.conv2d if kind == "Down" else F.conv_transpose2d
    h = first(x.clamp(min=0), state["first.weight"], state["first.bias"], stride=2, padding=1)
    return skip(kind, state, x) + F.conv2d(h.clamp(min=0), state["second.weight"], state["second.bias"], padding=1)


def by_hand(state, images):
    """Codes and pictures."""
    codes = convolved(state, "encoder.3", of_block("Down", state, "encoder.2", of_block("Down", state, "encoder.1", stem(state, images))))
    h = of_block("Up", state, "decoder.2", of_block("Up", state, "decoder.1", convolved(state, "decoder.0", codes)))
    return codes, convolved(state, "decoder.3", h, padding=1)


def stem(state, images):
    return convolved(state, "encoder.0", images, padding=1)


def convolved(state, name, x, padding=0):
    return F.conv2d(x, state[f"{name}.weight"], state[f"{name}.bias"], padding=padding)


def of_block(kind, state, name, x):
    return block(kind, {key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(name)}, x)
