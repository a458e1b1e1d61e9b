"""Outputs, gradients and running statistics against the formula in float64, with and without a projection, and thirty stacked blocks."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.given("You may use the layers of `nn`")

DOUBLE = torch.float64
SHAPES = {
    "plain": (3, 3),
    "more channels": (2, 4),
    "fewer channels": (4, 2),
    "stride": (3, 3, 2),
    "both": (2, 3, 2),
    "stride of 3": (2, 2, 3),
    "one channel": (1, 1, 1),
}
of_each = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
of_some = pytest.mark.parametrize("shape", [SHAPES["plain"], SHAPES["both"]], ids=["plain", "both"])
in_both = pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])


@pytest.mark.asks("the shortcut is x itself, without parameters", "Otherwise it is `projection`", "The submodules have these names")
@pytest.mark.concept("vision/projection-when")
@pytest.mark.concept("vision/bias-before-batch-norm")
@of_each
def test_the_state_dict(probes, rng, device, shape):
    """The state_dict has the keys and shapes of the task: with a projection only if the shape changes."""
    assert sizes(probes.parts(shape)["state"]) == sizes(draw_state(shape, rng, device)), "names and shapes in the state_dict"


@pytest.mark.asks("The submodules have these names")
@of_each
def test_the_parameters(probes, rng, device, shape):
    """The parameters are the weights of the convolutions and the weights and biases of the batch norms."""
    state = draw_state(shape, rng, device)
    trained = {name: value for name, value in state.items() if not name.endswith(("running_mean", "running_var", "num_batches_tracked"))}
    assert sizes(probes.parts(shape)["parameters"]) == sizes(trained), "names and shapes of the parameters"


@pytest.mark.asks("Write the class `ResidualBlock(", "Otherwise it is `projection`")
@pytest.mark.concept("vision/projection-when")
@of_each
def test_the_shape(probes, rng, device, shape):
    """The output has c_out channels, and height and width divided by the stride (rounded up), for even and odd sizes."""
    state = draw_state(shape, rng, device)
    batches = [draw((2, shape[0], height, width), rng, device) for height, width in [(6, 5), (7, 8)]]
    expected = [tuple(compute(dict(state), x, shape, training=False).shape) for x in batches]
    got = [tuple(step["output"].shape) for step in probes.outputs(shape, state, batches, False)]
    assert got == expected, "shapes of the outputs"


@pytest.mark.asks(
    "Write the class `ResidualBlock(",
    "With the branch",
    "the shortcut is x itself, without parameters",
    "Otherwise it is `projection`",
    "The batch norms are `nn.BatchNorm2d`",
)
@pytest.mark.concept("vision/residual-before-relu")
@pytest.mark.concept("vision/projection-when")
@in_both
@of_each
def test_the_outputs(probes, rng, device, shape, training):
    """The output is relu(branch(x) + shortcut(x)), for even and odd sizes and a batch of one, over several batches."""
    state = draw_state(shape, rng, device)
    batches = [draw((n, shape[0], height, width), rng, device) for n, height, width in [(4, 6, 5), (1, 7, 8), (2, 3, 4)]]
    expected, memory = [], {name: value.clone() for name, value in state.items()}
    for x in batches:
        expected.append(compute(memory, x, shape, training))
    assert_close([step["output"] for step in probes.outputs(shape, state, batches, training)], expected)


@pytest.mark.asks("The batch norms are `nn.BatchNorm2d`")
@pytest.mark.concept("vision/batch-norm-parameters")
@of_some
def test_the_running_statistics(probes, rng, device, shape):
    """Training mode updates the running statistics of each batch norm once per batch; the parameters do not change."""
    state, x = draw_state(shape, rng, device), draw((4, shape[0], 6, 5), rng, device)
    memory = {name: value.clone() for name, value in state.items()}
    compute(memory, x, shape, training=True)
    assert_close(probes.outputs(shape, state, [x], training=True)[0]["state"], memory)


@pytest.mark.asks("The batch norms are `nn.BatchNorm2d`")
@pytest.mark.concept("training/batch-norm-in-eval")
@of_some
def test_no_buffer_changes_in_evaluation(probes, rng, device, shape):
    """Evaluation mode changes neither running statistics nor parameters."""
    state, x = draw_state(shape, rng, device), draw((4, shape[0], 6, 5), rng, device)
    assert_close(probes.outputs(shape, state, [x], training=False)[0]["state"], state)


@pytest.mark.asks("Gradients flow to x through the branch and through the shortcut")
@pytest.mark.concept("vision/residual-derivative")
@pytest.mark.concept("vision/add-in-place")
@in_both
@of_some
def test_the_gradients(probes, rng, device, shape, training):
    """The gradients of x, through branch and shortcut, and of every parameter are correct."""
    state, x = draw_state(shape, rng, device), draw((3, shape[0], 5, 6), rng, device)
    leaves = {name: value.clone().requires_grad_(value.is_floating_point() and "running" not in name) for name, value in state.items()}
    leaf = x.clone().requires_grad_()
    output = compute(leaves, leaf, shape, training)
    upstream = torch.randn(output.shape, generator=rng, dtype=DOUBLE).to(device)
    output.backward(upstream)
    expected = {"x": leaf.grad, **{name: value.grad for name, value in leaves.items() if value.requires_grad}}
    seen = probes.gradients(shape, state, x, upstream, training)
    assert not [name for name, gradient in seen.items() if gradient is None], "a gradient is missing"
    assert_close(seen, expected)


@pytest.mark.asks("the shortcut is x itself, without parameters", "Gradients flow to x through the branch and through the shortcut")
@pytest.mark.concept("vision/last-gamma-zero")
def test_a_zero_branch(probes, rng, device):
    """If weight and bias of the second batch norm are 0, the output is relu(x), and x gets the upstream gradient where it is positive."""
    state = draw_state((3, 3), rng, device)
    for name in ("norm2.weight", "norm2.bias"):
        state[name] = torch.zeros_like(state[name])
    x = draw((2, 3, 4, 5), rng, device)
    upstream = torch.randn(x.shape, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.outputs((3, 3), state, [x], training=True)[0]["output"], x.relu())
    assert_close(probes.gradients((3, 3), state, x, upstream, training=True)["x"], upstream * (x > 0))


@pytest.mark.asks("Gradients flow to x through the branch and through the shortcut")
@pytest.mark.concept("vision/fifty-layers")
@pytest.mark.concept("vision/thirty-layers")
def test_thirty_blocks_in_a_row(probes, rng, device):
    """Through thirty stacked blocks, in evaluation mode, the gradients of x and of the first block's weights are correct."""
    states = [draw_state((2, 2), rng, device) for _ in range(30)]
    for state in states:
        # Branches so small that the gradient flows mainly through the shortcuts, and biases that keep the inputs of the ReLUs positive.
        state |= {name: 0.03 * state[name] for name in ("conv1.weight", "conv2.weight")}
        state |= {"norm2.bias": state["norm2.bias"].abs(), "norm2.running_mean": 0 * state["norm2.running_mean"]}
    x = draw((2, 2, 4, 4), rng, device).abs().requires_grad_()
    first, out = states[0]["conv1.weight"].clone().requires_grad_(), x
    for state in [{**states[0], "conv1.weight": first}, *states[1:]]:
        out = compute(dict(state), out, (2, 2), training=False)
    upstream = torch.randn(out.shape, generator=rng, dtype=DOUBLE).to(device)
    expected = list(torch.autograd.grad(out, [x, first], upstream))
    assert_close(probes.stacked(states, x.detach(), upstream), expected)


@pytest.mark.asks("The tensor x is not changed")
@in_both
@of_some
def test_the_batch_is_not_changed(probes, rng, device, shape, training):
    """The input batch is not changed."""
    x = draw((2, shape[0], 4, 5), rng, device)
    assert_close(probes.afterwards(shape, draw_state(shape, rng, device), x, training), x, rtol=0, atol=0)


@pytest.mark.asks("Write the class `ResidualBlock(")
@of_some
def test_images_that_are_not_contiguous(probes, rng, device, shape):
    """Images that are not contiguous in memory give the same output."""
    state, x = draw_state(shape, rng, device), draw((2, shape[0], 5, 4), rng, device)
    last = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
    expected = compute(dict(state), x, shape, training=False)
    assert_close(probes.outputs(shape, state, [last], training=False)[0]["output"], expected)


@pytest.mark.asks("Write the class `ResidualBlock(")
@of_some
def test_float32(probes, rng, device, shape):
    """For float32 inputs the output is float32."""
    state, x = draw_state(shape, rng, device), draw((2, shape[0], 5, 4), rng, device)
    expected = compute(dict(state), x, shape, training=False).float()
    state = {name: value.float() if value.is_floating_point() else value for name, value in state.items()}
    # Two sums of a few dozen products in float32.
    assert_close(probes.outputs(shape, state, [x.float()], training=False)[0]["output"], expected, rtol=1e-4, atol=1e-4)


def compute(state, x, shape, training):
    """The formula of the task; in training mode it updates the running statistics in `state`."""
    stride = shape[2] if len(shape) > 2 else 1

    def norm(x, name):
        if training:
            state[f"{name}.num_batches_tracked"] = state[f"{name}.num_batches_tracked"] + 1
        memory = state[f"{name}.running_mean"], state[f"{name}.running_var"]
        return F.batch_norm(x, *memory, state[f"{name}.weight"], state[f"{name}.bias"], training)

    out = F.relu(norm(F.conv2d(x, state["conv1.weight"], stride=stride, padding=1), "norm1"))
    out = norm(F.conv2d(out, state["conv2.weight"], padding=1), "norm2")
    if "projection.0.weight" in state:
        x = norm(F.conv2d(x, state["projection.0.weight"], stride=stride), "projection.1")
    return F.relu(out + x)


def draw_state(shape, rng, device):
    c_in, c_out, stride = (*shape, 1)[:3]
    sizes, norms = {"conv1.weight": (c_out, c_in, 3, 3), "conv2.weight": (c_out, c_out, 3, 3)}, ["norm1", "norm2"]
    if c_in != c_out or stride > 1:
        sizes["projection.0.weight"], norms = (c_out, c_in, 1, 1), [*norms, "projection.1"]
    for name in norms:
        sizes |= {f"{name}.{part}": (c_out,) for part in ("weight", "bias", "running_mean", "running_var")}
    state = {name: torch.randn(size, generator=rng, dtype=DOUBLE).to(device) for name, size in sizes.items()}
    state |= {name: 0.5 + value.abs() for name, value in state.items() if name.endswith("running_var")}
    return state | {f"{name}.num_batches_tracked": torch.tensor(3, device=device) for name in norms}


def draw(size, rng, device):
    return torch.randn(size, generator=rng, dtype=DOUBLE).to(device)


def sizes(state):
    return {name: tuple(value.shape) for name, value in sorted(state.items())}
