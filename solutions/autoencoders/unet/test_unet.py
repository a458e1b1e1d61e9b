"""The model against the same layers in functional form, in float64, in both modes and many sizes; loss and classes per pixel."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "Semantic segmentation assigns a class to each pixel.",
    "That needs context",
    "A U-Net combines both",
    "Diffusion models use the same architecture to predict noise.",
)

DOUBLE = torch.float64
SIZES = [(8, 8), (16, 8), (4, 4), (12, 20)]
ODD = [(9, 8), (8, 11), (7, 13), (6, 10), (5, 5)]
LOGITS = [(4, 3, 5, 6), (1, 2, 3, 1), (2, 5, 1, 1)]


@pytest.mark.asks(
    "`block` is given",
    "`down1 = block(c_in, w)`",
    "`up2` and `up1`, transposed convolutions",
    "`merge2` and `merge1`, blocks",
    "`head`, a 1×1 convolution",
)
@pytest.mark.concept("autoencoders/channels-of-a-merge")
@pytest.mark.parametrize("sizes", [(1, 3, 4), (3, 2, 2)], ids=str)
def test_the_parts(probes, sizes):
    """The state_dict contains the task's layers, with these names and shapes, and no others."""
    seen, shapes = probes.parts(*sizes), state_shapes(*sizes)
    assert sorted(seen["names"]) == sorted(shapes), "names in the state_dict"
    assert dict(zip(seen["names"], seen["shapes"], strict=True)) == shapes, "shapes in the state_dict"


@pytest.mark.asks(
    "Write the class `UNet(c_in, n_classes, width)`",
    "Between them the size is halved by 2×2 max pooling.",
    "The input of each is **two feature maps, concatenated along the channel dim**",
    "The order is down1, down2, bottom, up2, merge2, up1, merge1, head.",
    "`model(x)` maps (N, c_in, H, W) to logits (N, n_classes, H, W)",
)
@pytest.mark.concept("autoencoders/concatenate-or-add")
@pytest.mark.concept("autoencoders/segmentation-logits-shape")
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("n", [3, 1])
def test_the_logits(probes, rng, device, n, size):
    """In evaluation mode the logits are those of this architecture, one per class and pixel."""
    state, x = draw_state(2, 3, 2, rng, device), draw((n, 2, *size), rng, device)
    assert_close(probes.passed(state, x, training=False)["logits"], by_hand(state, x)[0])


@pytest.mark.asks("Pooling an odd size drops the last row or column")
@pytest.mark.concept("autoencoders/one-row-short")
@pytest.mark.parametrize("size", ODD, ids=str)
def test_sizes_that_do_not_halve(probes, rng, device, size):
    """For odd sizes the upsampled feature maps are zero-padded at the bottom and on the right, so that the logits have the image's size."""
    state, x = draw_state(1, 2, 2, rng, device), draw((2, 1, *size), rng, device)
    assert_close(probes.passed(state, x, training=False)["logits"], by_hand(state, x)[0])


def test_training_mode(probes, rng, device):
    """In training mode batch norm uses the statistics of the batch."""
    state, x = draw_state(2, 3, 2, rng, device), draw((3, 2, 8, 9), rng, device)
    assert_close(probes.passed(state, x, training=True)["logits"], by_hand(state, x, training=True)[0])


@pytest.mark.parametrize("training", [True, False])
def test_running_statistics(probes, rng, device, training):
    """In training mode the running statistics are updated once per forward pass, in evaluation mode never."""
    state, x = draw_state(2, 3, 2, rng, device), draw((3, 2, 8, 9), rng, device)
    assert_close(probes.passed(state, x, training)["statistics"], by_hand(state, x, training)[1])


@pytest.mark.asks("`segmentation_loss(logits, target)` is the cross-entropy, averaged over all pixels", "`target` has the shape (N, H, W)")
@pytest.mark.concept("autoencoders/pixel-loss")
@pytest.mark.parametrize("shape", LOGITS, ids=str)
def test_the_loss(probes, rng, device, shape):
    """The loss is the mean over all pixels of −ln p(target), with the softmax over the classes."""
    logits, target = 3 * draw(shape, rng, device), draw_classes((shape[0], *shape[2:]), shape[1], rng, device)
    assert_close(probes.loss(logits, target), cross_entropy(logits, target))


@pytest.mark.asks("`segmentation_loss(logits, target)` is the cross-entropy, averaged over all pixels")
@pytest.mark.concept("autoencoders/pixel-loss")
@pytest.mark.parametrize("shape", LOGITS, ids=str)
def test_the_gradient_of_the_loss(probes, rng, device, shape):
    """The gradient of the loss with respect to the logits is right."""
    logits, target = 3 * draw(shape, rng, device), draw_classes((shape[0], *shape[2:]), shape[1], rng, device)
    leaf = logits.clone().requires_grad_()
    assert_close(probes.loss_gradient(logits, target), torch.autograd.grad(cross_entropy(leaf, target), leaf)[0])


@pytest.mark.asks("`segmentation_loss(logits, target)` is the cross-entropy, averaged over all pixels")
@pytest.mark.concept("autoencoders/pixel-loss")
def test_large_logits(probes, device):
    """A pixel whose target logit is 200 below the largest one costs 200, also in float32."""
    logits, target = torch.zeros(1, 2, 1, 2, device=device), torch.tensor([[[1, 0]]], device=device)
    logits[0, 0, 0, 0] = 200.0
    assert_close(probes.loss(logits, target), torch.tensor((200 + math.log(2)) / 2, device=device))


@pytest.mark.concept("autoencoders/pixel-loss")
@pytest.mark.parametrize("size", [(8, 8), (7, 6)], ids=str)
def test_a_training_pass(probes, rng, device, size):
    """The loss and its gradient with respect to every parameter of encoder and decoder are right."""
    state, x, target = draw_state(2, 3, 2, rng, device), draw((3, 2, *size), rng, device), draw_classes((3, *size), 3, rng, device)
    leaves = {key: value.clone().requires_grad_(is_learned(key)) for key, value in state.items()}
    loss = cross_entropy(by_hand(leaves, x, training=True)[0], target)
    learned = {key: value for key, value in leaves.items() if is_learned(key)}
    wanted = dict(zip(learned, torch.autograd.grad(loss, list(learned.values())), strict=True))
    seen = probes.trained(state, x, target)
    assert [name for name, gradient in seen["gradients"].items() if gradient is None] == [], "parameters without a gradient"
    assert_close(seen["loss"], loss.detach())
    assert_close({key: seen["gradients"][key] for key in wanted}, wanted)


@pytest.mark.asks("`segment(model, x)` returns the class index of each pixel, (N, H, W), int64")
@pytest.mark.concept("autoencoders/argmax-over-classes")
@pytest.mark.parametrize("shape", [(4, 3, 5, 6), (1, 4, 2, 3), (3, 3, 3, 3)], ids=str)
def test_the_classes(probes, rng, device, shape):
    """Each pixel gets the class with the largest logit."""
    logits = draw(shape, rng, device)
    assert_close(probes.classes_of(logits, False)["classes"], largest(logits))


@pytest.mark.asks("It evaluates the model in evaluation mode")
@pytest.mark.concept("training/mode-restored")
def test_evaluation_mode(probes, rng, device):
    """`segment` uses evaluation mode in the model and all submodules, and leaves the running statistics unchanged."""
    logits = draw((4, 3, 5, 6), rng, device)
    assert_close(probes.classes_of(logits, True)["classes"], largest(logits))
    state, x = draw_state(1, 3, 2, rng, device), draw((3, 1, 8, 8), rng, device)
    seen = probes.segmented(state, x, True)
    assert_close(seen["classes"], largest(by_hand(state, x)[0]))
    assert_close(seen["statistics"], running(state), rtol=0, atol=0)


@pytest.mark.asks("and restores the previous mode")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, device, training):
    """`segment` restores the previous mode of the model and its submodules."""
    state, x = draw_state(1, 3, 2, rng, device), draw((3, 1, 8, 8), rng, device)
    assert_close(probes.segmented(state, x, training)["after"], by_hand(state, x, training=training)[0])


@pytest.mark.asks("No argument is modified.")
def test_the_arguments_stay(probes, rng, device):
    """Images, logits and target are not modified."""
    state, x, target = draw_state(2, 3, 2, rng, device), draw((3, 2, 8, 8), rng, device), draw_classes((3, 8, 8), 3, rng, device)
    seen = probes.arguments_afterwards(state, x, target)
    assert_close([seen["x"], seen["target"]], [x, target], rtol=0, atol=0)
    assert_close(seen["logits"], torch.zeros_like(seen["logits"]), rtol=0, atol=0)


@pytest.mark.asks("Images may have any memory layout, in float32 or float64;")
def test_any_layout_in_memory(probes, rng, device):
    """Non-contiguous images give the same logits as contiguous ones."""
    state, x = draw_state(1, 2, 2, rng, device), draw((2, 1, 8, 12), rng, device)
    assert_close(probes.in_another_layout(state, x), by_hand(state, x.transpose(2, 3))[0])


@pytest.mark.asks("Images may have any memory layout, in float32 or float64;", "N ≥ 1.")
@pytest.mark.parametrize("n", [2, 1])
def test_single_precision(probes, rng, device, n):
    """A float32 model returns logits in float32."""
    state, x = draw_state(1, 2, 2, rng, device), draw((n, 1, 8, 12), rng, device)
    logits = probes.passed({key: as_float(value) for key, value in state.items()}, x.float(), training=False)["logits"]
    assert logits.dtype == torch.float32, "dtype of the logits"
    assert_close(logits.double(), by_hand(state, x)[0], rtol=1e-3, atol=1e-3)  # eight layers in float32


@pytest.mark.asks("No argument is modified.")
@pytest.mark.parametrize("training", [True, False])
def test_the_parameters_still_require_gradients(probes, rng, device, training):
    """After `segment` every parameter of the model still requires a gradient."""
    state, x = draw_state(1, 3, 2, rng, device), draw((3, 1, 8, 8), rng, device)
    assert probes.frozen_afterwards(state, x, training) == [], "parameters that do not require a gradient"


def test_saved_and_loaded(probes, rng, device):
    """A second model with the first one's state_dict, statistics included, gives the same logits."""
    state, x = draw_state(1, 2, 2, rng, device), draw((2, 1, 8, 8), rng, device)
    assert_close(probes.saved_and_loaded(state, x), by_hand(state, x)[0])


def as_float(value):
    return value.float() if value.is_floating_point() else value


def state_shapes(c_in, n_classes, w):
    blocks = {"down1": (c_in, w), "down2": (w, 2 * w), "bottom": (2 * w, 4 * w), "merge2": (4 * w, 2 * w), "merge1": (2 * w, w)}
    shapes = {}
    for name, (a, b) in blocks.items():
        shapes[f"{name}.0.weight"] = (b, a, 3, 3)
        shapes |= {f"{name}.1.{key}": (b,) for key in ("weight", "bias", "running_mean", "running_var")}
        shapes[f"{name}.1.num_batches_tracked"] = ()
    for name, shape in {"up2": (4 * w, 2 * w, 2, 2), "up1": (2 * w, w, 2, 2), "head": (n_classes, w, 1, 1)}.items():
        shapes |= {f"{name}.weight": shape, f"{name}.bias": (shape[0] if name == "head" else shape[1],)}
    return shapes


def draw_state(c_in, n_classes, width, rng, device):
    state = {}
    for key, shape in state_shapes(c_in, n_classes, width).items():
        value = torch.randn(shape, generator=rng, dtype=DOUBLE)
        if key.endswith("running_var") or ".1.weight" in key:
            value = 0.5 + value.abs()
        elif len(shape) > 1:
            value /= torch.Size(shape[1:]).numel() ** 0.5
        state[key] = (torch.tensor(3) if "num_batches" in key else value).to(device)
    return state


def is_learned(key):
    return not any(part in key for part in ("running", "num_batches"))


def running(state):
    return {key: value for key, value in state.items() if "running" in key}


def draw(shape, rng, device):
    return torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)


def draw_classes(shape, n, rng, device):
    return torch.randint(n, shape, generator=rng).to(device)


def by_hand(state, x, training=False):
    """Logits, and the running statistics after this pass."""
    learned = running(state)

    def block(name, h):
        h = F.conv2d(h, state[f"{name}.0.weight"], padding=1)
        mean, var = (state[f"{name}.1.running_{what}"] for what in ("mean", "var"))
        if training:
            now = h.detach().transpose(0, 1).flatten(1)
            learned[f"{name}.1.running_mean"] = 0.9 * mean + 0.1 * now.mean(1)
            learned[f"{name}.1.running_var"] = 0.9 * var + 0.1 * now.var(1)
            mean, var = h.mean((0, 2, 3)), h.var((0, 2, 3), correction=0)
        h = (h - mean[:, None, None]) / (var + 1e-5).sqrt()[:, None, None]
        return (h * state[f"{name}.1.weight"][:, None, None] + state[f"{name}.1.bias"][:, None, None]).clamp(min=0)

    def upsampled(name, h, size):
        # A 2×2 transposed convolution with stride 2 writes a separate 2×2 square for each input pixel.
        h = torch.einsum("nchw,cdij->ndhiwj", h, state[f"{name}.weight"]).flatten(4, 5).flatten(2, 3)
        h = h + state[f"{name}.bias"][:, None, None]
        padded = h.new_zeros(*h.shape[:2], *size)
        padded[:, :, : h.shape[2], : h.shape[3]] = h
        return padded

    one = block("down1", x)
    two = block("down2", F.max_pool2d(one, 2))
    h = block("bottom", F.max_pool2d(two, 2))
    h = block("merge2", torch.cat([two, upsampled("up2", h, two.shape[2:])], 1))
    h = block("merge1", torch.cat([one, upsampled("up1", h, one.shape[2:])], 1))
    return F.conv2d(h, state["head.weight"], state["head.bias"]), learned


def cross_entropy(logits, target):
    log_p = logits - logits.logsumexp(1, keepdim=True)
    is_target = torch.arange(logits.shape[1], device=logits.device)[:, None, None] == target[:, None]
    return -(log_p * is_target).sum() / target.numel()


def largest(logits):
    return torch.from_numpy(logits.cpu().numpy().argmax(axis=1)).to(logits.device)
