"""Sizes against torch's layers for random arguments, images against their pixels, the network against its layers in float64."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES = [(28, 20), (12, 30), (9, 13), (16, 16), (7, 8), (6, 15)]


@pytest.mark.concept("vision/conv-output-size")
def test_an_example_of_a_size(probes):
    """A kernel of 5 × 3 with stride 2 × 1 reduces a 28 × 20 image to 12 × 18."""
    seen = probes.sizes([{"size": (28, 20), "kernel": (5, 3), "stride": (2, 1)}])
    assert [tuple(size) for size in seen] == [(12, 18)], "height and width"


@pytest.mark.concept("vision/in-features")
def test_an_example_of_a_network(probes):
    """For a 28 × 20 image with three channels the linear layer has 6 · 7 · 2 = 84 input features."""
    assert tuple(probes.parameters(3, (28, 20), 10)["head.weight"].shape) == (10, 84), "shape of the linear layer's weight"


@pytest.mark.asks("All are pairs, for the height first", "the result is that of torch's own layers for all arguments")
@pytest.mark.concept("vision/conv-output-size")
@pytest.mark.concept("vision/floor-loses-pixels")
def test_sizes_for_all_settings(probes, rng):
    """For any kernel, stride, padding and dilation `output_size` returns the output height and width of torch's layers."""
    settings = [draw_setting(rng) for _ in range(60)]
    compare_sizes(probes, settings)


@pytest.mark.asks("height and width, two ints, after a convolution or a pooling")
def test_sizes_are_two_ints(probes, rng):
    """`output_size` returns two ints, not floats or tensors."""
    kinds = probes.kinds_of_sizes([draw_setting(rng) for _ in range(5)])
    assert kinds == [["int", "int"]] * 5, "types of what output_size returns"


@pytest.mark.asks("`output_size(size, kernel, stride, padding, dilation)`")
def test_sizes_with_settings_in_order(probes, rng):
    """The arguments can be passed by position, in the order size, kernel, stride, padding, dilation."""
    settings = [draw_setting(rng) for _ in range(20)]
    got = probes.sizes_in_order([tuple(setting.values()) for setting in settings])
    assert [tuple(size) for size in got] == [torchs_size(**setting) for setting in settings], "output sizes"


@pytest.mark.asks("the result is that of torch's own layers for all arguments")
@pytest.mark.concept("vision/conv-output-size")
@pytest.mark.parametrize(
    "given", [{}, {"stride": (2, 3)}, {"padding": (1, 2)}, {"dilation": (3, 2)}], ids=["none", "stride", "padding", "dilation"]
)
def test_sizes_with_settings_left_out(probes, rng, given):
    """The default arguments are those of torch's convolution: stride 1, no padding, dilation 1, for both dims."""
    height, width = torch.randint(12, 20, (2,), generator=rng).tolist()
    compare_sizes(probes, [{"size": (height, width), "kernel": (4, 3), **given}])


@pytest.mark.asks("`to_batch(images)`: converts a list of N images", "Each pixel keeps its position and its color")
@pytest.mark.concept("vision/permute-not-reshape")
@pytest.mark.concept("vision/channels-first")
@pytest.mark.parametrize(("n", "size", "channels"), [(3, (4, 6), 3), (1, (5, 3), 3), (2, (3, 3), 1), (2, (3, 3), 4)])
def test_the_batch_of_images(probes, rng, device, n, size, channels):
    """Each image is in the batch with every pixel at its position: (N, C, H, W), float32 from 0 to 1."""
    images = draw_images(n, (*size, channels), 256, rng, device)
    assert_close(probes.batch(images)["batch"], channel_by_channel(images))


@pytest.mark.asks("Each pixel keeps its position and its color")
def test_dark_images_stay_dark(probes, rng, device):
    """255 becomes 1 whatever the other values are, so that dark images stay dark."""
    images = draw_images(2, (3, 5, 3), 100, rng, device)
    assert_close(probes.batch(images)["batch"], channel_by_channel(images))


@pytest.mark.asks("Each pixel keeps its position and its color")
def test_images_that_are_views(probes, rng, device):
    """Images may be slices of larger ones, or transposed, so that they are not contiguous in memory."""
    large = draw_images(1, (8, 9, 4), 256, rng, device)[0]
    images = [large[1:6, 2:5, :3], large[:5, 4:7, 1:], large[1:4, :5, :3].transpose(0, 1)]
    assert_close(probes.batch(images)["batch"], channel_by_channel(images))


@pytest.mark.asks("The input images are not changed")
def test_the_images_are_not_changed(probes, rng, device):
    """The input images are not changed."""
    images = draw_images(2, (3, 4, 3), 256, rng, device)
    assert_close(probes.batch(images)["images"], images, rtol=0, atol=0)


@pytest.mark.asks("`SmallCNN(channels, size, n_classes)` for images", "are its only layers with parameters")
@pytest.mark.concept("vision/in-features")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_parameters(probes, rng, device, size):
    """A network for images of any size has the parameters of its three layers, in the right shapes, and no others."""
    got = {name: tuple(p.shape) for name, p in probes.parameters(3, size, 5).items()}
    expected = {name: tuple(value.shape) for name, value in draw_state(3, size, 5, rng, device).items()}
    assert got == expected, "names and shapes of the parameters"


@pytest.mark.asks("`SmallCNN(channels, size, n_classes)` for images", "`model(x)` returns (N, n_classes)")
@pytest.mark.concept("vision/flatten-takes-the-batch")
@pytest.mark.concept("vision/pool-stride-is-the-kernel")
@pytest.mark.parametrize("n", [4, 1], ids=["four images", "one image"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_outputs(probes, rng, device, size, n):
    """`model(x)` returns the output of the layers in sequence, (N, n_classes), for any image size and for a batch of one."""
    state = draw_state(2, size, 5, rng, device)
    x = torch.randn(n, 2, *size, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.outputs(state, x, 5), network(state, x))


@pytest.mark.asks("`model(x)` returns (N, n_classes)")
def test_the_outputs_in_float32(probes, rng, device):
    """The output of a float32 network is float32."""
    state = {name: value.float() for name, value in draw_state(1, (9, 12), 3, rng, device).items()}
    x = torch.randn(2, 1, 9, 12, generator=rng).to(device)
    # Sums of a few dozen products in float32, in another order.
    assert_close(probes.outputs(state, x, 3), network(state, x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("are its only layers with parameters")
def test_the_gradients(probes, rng, device):
    """The gradient of the loss with respect to each parameter is correct."""
    state = draw_state(2, (9, 13), 5, rng, device)
    x, y = torch.randn(4, 2, 9, 13, generator=rng, dtype=DOUBLE).to(device), torch.randint(5, (4,), generator=rng).to(device)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    F.cross_entropy(network(leaves, x), y).backward()
    assert_close(probes.gradients(state, x, y, 5), {name: value.grad for name, value in leaves.items()})


def draw_state(channels, size, n_classes, rng, device):
    """Weights for the network; the number of input features of the head is found with an image of zeros."""
    shapes = {"first.weight": (4, channels, 5, 3), "first.bias": (4,), "second.weight": (6, 4, 3, 3), "second.bias": (6,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    n_features = features(state, torch.zeros(1, channels, *size, dtype=DOUBLE, device=device)).numel()
    for name, shape in {"head.weight": (n_classes, n_features), "head.bias": (n_classes,)}.items():
        state[name] = torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)
    return state


def features(state, x):
    x = F.max_pool2d(F.conv2d(x, state["first.weight"], state["first.bias"], padding=(2, 0)).relu(), 2)
    x = F.conv2d(x, state["second.weight"], state["second.bias"], stride=(1, 2), padding=1).relu()
    return F.max_pool2d(x, 2)


def network(state, x):
    hidden = features(state, x)
    return hidden.reshape(len(x), -1) @ state["head.weight"].T + state["head.bias"]


def draw_setting(rng):
    """Random arguments of a layer whose kernel fits into the padded image."""

    def pair(low, high):
        return tuple(torch.randint(low, high + 1, (2,), generator=rng).tolist())

    kernel, stride, padding, dilation = pair(1, 5), pair(1, 4), pair(0, 3), pair(1, 3)
    span = [d * (k - 1) + 1 - 2 * p for d, k, p in zip(dilation, kernel, padding, strict=True)]
    size = tuple(max(least, 1) + extra for least, extra in zip(span, pair(0, 12), strict=True))
    return {"size": size, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}


def torchs_size(size, kernel, **settings):
    return tuple(F.conv2d(torch.zeros(1, 1, *size), torch.zeros(1, 1, *kernel), **settings).shape[2:])


def compare_sizes(probes, settings):
    for got, setting in zip(probes.sizes(settings), settings, strict=True):
        assert tuple(got) == torchs_size(**setting), "height and width"


def draw_images(n, shape, limit, rng, device):
    return [torch.randint(limit, shape, generator=rng, dtype=torch.uint8).to(device) for _ in range(n)]


def channel_by_channel(images):
    """The batch, one channel of one image at a time, without moving dims."""
    return torch.stack([torch.stack([image[:, :, c].float() / 255 for c in range(image.shape[2])]) for image in images])
