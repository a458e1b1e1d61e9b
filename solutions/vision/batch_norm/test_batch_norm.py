"""Outputs, gradients and buffers against torch's layer in float64, over several batches of different sizes, in both modes."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use torch's own normalization layers")

DOUBLE = torch.float64
BUFFERS = ["running_mean", "running_var", "num_batches_tracked"]
SHAPES = [(4, 3, 2, 5), (2, 3, 3, 1), (1, 3, 2, 2), (5, 3, 1, 1)]
SETTINGS = {"default": {}, "momentum": {"momentum": 0.3}, "eps": {"eps": 0.5}, "both": {"momentum": 1.0, "eps": 0.1}}
of_each = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
in_both = pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])


@pytest.fixture
def state(rng, device):
    return draw_state(3, rng, device)


@pytest.fixture
def batches(rng, device):
    return [draw(shape, rng, device) for shape in SHAPES]


@pytest.mark.concept("vision/batch-norm-momentum")
def test_by_the_numbers(probes, device):
    """1 and 3 become −1 and 1; the running mean is 0.9 · 0 + 0.1 · 2 = 0.2, the running variance 0.9 · 1 + 0.1 · 2 = 1.1."""
    seen = probes.outputs(dict(nn.BatchNorm2d(1).state_dict()), [torch.tensor([[[[1.0, 3.0]]]], device=device)], [True])[0]
    assert_close(seen["output"].flatten().tolist(), [-1.0, 1.0], rtol=0, atol=1e-4)  # eps makes them slightly smaller
    assert_close([seen["memory"]["running_mean"].item(), seen["memory"]["running_var"].item()], [0.2, 1.1], rtol=1e-5, atol=0)


@pytest.mark.asks("`weight`, initially ones, and `bias`", "buffers, which are saved and moved with the module but not trained")
@pytest.mark.concept("modules/buffer")
@pytest.mark.concept("vision/batch-norm-parameters")
def test_the_parameters(probes):
    """`parameters()` contains only weight and bias."""
    assert sorted(probes.parts(4)["parameters"]) == ["bias", "weight"], "names of the parameters"


@pytest.mark.asks("buffers, which are saved and moved with the module but not trained", "each can load the other's state_dict")
@pytest.mark.concept("modules/buffer")
@pytest.mark.concept("vision/batch-norm-parameters")
def test_the_state_dict_keys(probes):
    """The state_dict has the names of torch's layer: weight, bias and the three buffers."""
    assert sorted(probes.parts(4)["state"]) == sorted(nn.BatchNorm2d(4).state_dict()), "names in the state_dict"


@pytest.mark.asks("`weight`, initially ones, and `bias`", "`running_mean`, initially zeros, `running_var`, initially ones")
@pytest.mark.concept("vision/batch-norm-parameters")
@pytest.mark.parametrize("n_channels", [4, 1])
def test_initial_values(probes, n_channels):
    """The initial values, shapes and dtypes of a new layer are those that the task names."""
    assert_close(probes.parts(n_channels)["state"], dict(nn.BatchNorm2d(n_channels).state_dict()))


@pytest.mark.asks(
    "Write the class `BatchNorm2d(", "In **training mode** mean_c and var_c are those of", "the variance divides by n (biased)."
)
@pytest.mark.concept("vision/batch-norm-dims")
@pytest.mark.concept("vision/batch-norm-formula")
@pytest.mark.concept("vision/two-variances")
@of_each
def test_the_outputs_in_training(probes, state, batches, settings):
    """In training mode each channel is normalized by its own mean and variance over the batch, for batches of all shapes."""
    modes = [True] * len(batches)
    compare(probes, state, batches, modes, settings, "output")


@pytest.mark.asks("updates the running statistics", "The running variance uses the variance divided by n − 1", "increases by 1")
@pytest.mark.concept("vision/two-variances")
@pytest.mark.concept("vision/batch-norm-momentum")
@of_each
def test_the_running_statistics(probes, state, batches, settings):
    """Each batch in training mode updates the running statistics with `momentum` and increases the count by 1."""
    modes = [True] * len(batches)
    compare(probes, state, batches, modes, settings, "memory")


@pytest.mark.asks("In **evaluation mode** mean_c and var_c are the running statistics")
@pytest.mark.concept("training/batch-norm-in-eval")
@of_each
def test_the_outputs_in_evaluation(probes, state, batches, settings):
    """In evaluation mode the running statistics normalize, before and after batches in training mode."""
    modes = [False, True, False, False]
    compare(probes, state, batches, modes, settings, "output")


@pytest.mark.asks("are the running statistics, and no buffer changes.")
@pytest.mark.concept("training/batch-norm-in-eval")
def test_no_buffer_changes_in_evaluation(probes, state, batches):
    """In evaluation mode the running statistics and the count do not change."""
    compare(probes, state, batches, [False, True, False, True], {}, "memory")


@pytest.mark.asks("In **evaluation mode** mean_c and var_c are the running statistics", "In training mode n must be at least 2")
@pytest.mark.concept("vision/batch-norm-other-images")
def test_other_images_do_not_matter_in_evaluation(probes, rng, state, device):
    """In evaluation mode the output for an image is the same alone and within a batch, even for a single pixel."""
    x = draw((3, 3, 1, 1), rng, device)
    alone, among = (probes.outputs(state, [images], [False])[0]["output"] for images in (x[1:2], x))
    assert_close(among, compute(state, [x], [False], {})[0]["output"])
    assert_close(alone, compute(state, [x], [False], {})[0]["output"][1:2])


@pytest.mark.asks("Autograd differentiates through both")
@pytest.mark.concept("vision/detached-statistics")
@pytest.mark.parametrize("modes", [[True] * 4, [False] * 4, [True, False, True, False]], ids=["training", "evaluation", "alternating"])
def test_the_gradients(probes, rng, state, batches, modes):
    """For each batch, in both modes, the gradients of x, weight and bias are correct, and none flows into an earlier batch."""
    upstreams = [torch.randn(x.shape, generator=rng, dtype=DOUBLE).to(x.device) for x in batches]
    norm, expected = torchs(state, 3, {}), []
    for x, upstream, mode in zip(batches, upstreams, modes, strict=True):
        leaf = x.clone().requires_grad_()
        expected.append(list(torch.autograd.grad(norm.train(mode)(leaf), [leaf, norm.weight, norm.bias], upstream)))
    seen = probes.gradients(state, batches, upstreams, modes)
    assert not any(gradient is None for gradients in seen for gradient in gradients), "x, weight or bias got no gradient"
    assert_close(seen, expected)


@pytest.mark.asks("No graph is kept")
@pytest.mark.concept("modules/remembered-graph")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_graph_is_kept(probes, state, batches):
    """The layer keeps no graph of a batch in training mode, and its buffers do not require gradients."""
    seen = probes.graphs(state, batches)
    assert seen["held"] == 0, "number of batches whose graph is still held"
    assert seen["recorded"] == [], "buffers that require a gradient"


@pytest.mark.asks("buffers, which are saved and moved with the module but not trained")
@pytest.mark.concept("vision/batch-norm-parameters")
def test_an_optimizer_leaves_the_buffers_alone(probes, state, batches):
    """SGD with weight decay changes weight and bias; the running statistics depend only on the batches."""
    norm, expected = torchs(state, 3, {}), []
    optimizer = torch.optim.SGD(norm.parameters(), lr=0.01, weight_decay=0.5)
    for x in batches:
        optimizer.zero_grad()
        (norm(x) ** 2).sum().backward()
        optimizer.step()
        expected.append({name: value.clone() for name, value in norm.state_dict().items()})
    assert_close(probes.trained(state, batches, lr=0.01, weight_decay=0.5), expected)


@pytest.mark.asks("buffers, which are saved and moved with the module but not trained", "each can load the other's state_dict")
def test_a_loaded_layer_goes_on(probes, state, batches):
    """A new layer that loads the state_dict has the running statistics of the old one and continues from them."""
    expected = compute(state, batches, [True] * len(batches), {})
    seen = probes.resumed(state, batches)
    assert_close(seen["before"], expected[-2]["memory"])
    assert_close(seen["after"], expected[-1]["memory"])
    assert_close(seen["output"], expected[-1]["output"])


@pytest.mark.asks("updates the running statistics")
def test_layers_share_nothing(probes, rng, state, device):
    """Each of two layers has the statistics of its own batches, and a deep copy is independent of the original."""
    # In float32, the default dtype: a conversion would give each layer its own copy.
    state = in_float32(state)
    first, second = (draw(shape, rng, device).float() for shape in SHAPES[:2])
    expected = [compute(state, given, [True] * len(given), {})[-1]["memory"] for given in ([first], [second], [first, second])]
    # Sums of a few values in float32, in another order.
    assert_close(probes.side_by_side(state, first, second), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.asks("for n = 1 it raises ValueError, and no buffer changes")
@pytest.mark.concept("vision/batch-norm-single-value")
@pytest.mark.parametrize("shape", [(1, 3, 1, 1), (1, 1, 1, 1)], ids=str)
def test_one_value_per_channel(probes, rng, device, shape):
    """In training mode a batch with one value per channel raises ValueError, and the running statistics do not change."""
    state = draw_state(shape[1], rng, device)
    seen = probes.one_batch(state, draw(shape, rng, device))
    assert_close(seen["memory"], {name: state[name] for name in BUFFERS})
    assert seen["raised"] == "ValueError", "type of the error"


@pytest.mark.asks("n must be at least 2")
@pytest.mark.concept("vision/batch-norm-single-value")
@pytest.mark.parametrize("shape", [(2, 3, 1, 1), (1, 3, 2, 1), (1, 3, 1, 2)], ids=str)
def test_two_values_per_channel(probes, rng, state, device, shape):
    """In training mode two values per channel are enough, from two images or from two pixels."""
    x = draw(shape, rng, device)
    seen = probes.one_batch(state, x)
    assert seen["raised"] is None, "type of the error"
    assert_close({key: seen[key] for key in ("output", "memory")}, compute(state, [x], [True], {})[0])


@pytest.mark.asks("x has the dtype of the layer, and the output has the shape and dtype of x.")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@in_both
def test_the_dtype_stays(probes, state, batches, training, dtype):
    """Output and running statistics of a layer in float32 are float32, those of a layer in float64 are float64."""
    state = in_float32(state) if dtype is torch.float32 else state
    x = batches[0].to(dtype)
    # Sums of a few values in another order, in float32 if the input is float32.
    near = {"rtol": 1e-4, "atol": 1e-4} if dtype is torch.float32 else {}
    assert_close(probes.outputs(state, [x], [training]), compute(state, [x], [training], {}), **near)


@pytest.mark.asks("x has the dtype of the layer, and the output has the shape and dtype of x.")
@in_both
def test_float16(probes, state, batches, training):
    """Output and running statistics of a layer in half precision are float16."""
    state = {name: value.half() if value.is_floating_point() else value for name, value in state.items()}
    x = batches[0].half()
    seen = probes.outputs(state, [x], [training])[0]
    assert str(seen["output"].dtype) == "torch.float16", "dtype of the output"
    doubles = {name: value.double() if value.is_floating_point() else value for name, value in state.items()}
    expected = compute(doubles, [x.double()], [training], {})[0]
    # float16 has a relative error of 0.001, and dividing by a standard deviation of 0.1 makes it ten times as large.
    assert_close(seen["output"].double(), expected["output"], rtol=0.05, atol=0.2)


@pytest.mark.asks("The result is accurate in float32")
@pytest.mark.concept("vision/difference-of-squares")
@pytest.mark.parametrize("part", ["output", "memory"])
def test_far_from_zero_in_float32(probes, rng, device, part):
    """In float32 outputs and running statistics are accurate also if a channel's mean is 1000 times its standard deviation."""
    state = in_float32(draw_state(3, rng, device))
    x = (torch.randn(6, 3, 4, 5, generator=rng) + torch.tensor([1000.0, -1000.0, 0.0])[:, None, None]).to(device)
    doubles = {name: value.double() if value.is_floating_point() else value for name, value in state.items()}
    # With a momentum of 1 the running statistics are those of the batch.
    expected = compute(doubles, [x.double()], [True], {"momentum": 1.0})[0][part]
    expected = in_float32(expected) if part == "memory" else expected.float()
    # Near 1000, float32 has a spacing of 6e-5; an output is a few of these off, times a weight of up to about four.
    assert_close(probes.outputs(state, [x], [True], momentum=1.0)[0][part], expected, rtol=0, atol=5e-3)


@pytest.mark.asks("Write the class `BatchNorm2d(")
@in_both
def test_images_that_are_not_contiguous(probes, state, batches, training):
    """Images that are not contiguous in memory give the same output."""
    last = batches[0].permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
    seen = probes.outputs(state, [last], [training])[0]
    assert_close(seen, compute(state, batches[:1], [training], {})[0])


@pytest.mark.asks("The tensor x is not changed")
@in_both
def test_the_batch_is_not_changed(probes, state, batches, training):
    """The input batch is not changed."""
    assert_close(probes.afterwards(state, batches[0], training), batches[0], rtol=0, atol=0)


def in_float32(state):
    return {name: value.float() if value.is_floating_point() else value for name, value in state.items()}


def draw_state(n_channels, rng, device):
    """State of a layer after some training: no value is an initial one."""
    state = {name: torch.randn(n_channels, generator=rng, dtype=DOUBLE).to(device) for name in ("weight", "bias", "running_mean")}
    return {**state, "running_var": 0.01 + 0.01 * state["bias"].abs(), "num_batches_tracked": torch.tensor(7, device=device)}


def draw(shape, rng, device):
    """A batch whose channels differ in mean and standard deviation, the first so small that eps matters."""
    channels = 0.1 * torch.arange(1, shape[1] + 1, dtype=DOUBLE)[:, None, None]
    return (channels * torch.randn(shape, generator=rng, dtype=DOUBLE) + 3 * channels).to(device)


def torchs(state, n_channels, settings):
    norm = nn.BatchNorm2d(n_channels, **settings).to(state["weight"])
    norm.load_state_dict(state)
    return norm


def compute(state, batches, modes, settings):
    """Output and buffers of torch's layer after each batch."""
    norm, seen = torchs(state, batches[0].shape[1], settings), []
    for x, mode in zip(batches, modes, strict=True):
        norm.train(mode)
        output = norm(x).detach()
        seen.append({"output": output, "memory": {name: getattr(norm, name).clone() for name in BUFFERS}})
    return seen


def compare(probes, state, batches, modes, settings, part):
    seen = probes.outputs(state, batches, modes, **settings)
    expected = compute(state, batches, modes, settings)
    assert_close([step[part] for step in seen], [step[part] for step in expected])
