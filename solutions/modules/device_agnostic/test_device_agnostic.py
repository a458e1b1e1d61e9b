"""Values in both dtypes, which fail in the same ways as another device, and everything again on the meta device."""

import pytest
import torch
from torch.testing import assert_close

DTYPES = ["float32", "float64"]
# The only device apart from the CPU that every machine has. Its tensors have no values, and operations do not mix it with another.
OTHER_DEVICE = "meta"
NEAR = {"rtol": 1e-4, "atol": 1e-5}  # the model begins in float32


@pytest.fixture
def state(rng):
    return {"weight": torch.randn(1, 3, generator=rng), "bias": torch.randn(1, generator=rng)}


@pytest.mark.asks("as tensors of the shapes (N, F) and (N, 1)", "`dtype` is `torch.float32` or `torch.float64`")
@pytest.mark.concept("modules/as-tensor-or-tensor")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("dtype_of_the_arrays", DTYPES)
def test_arrays_become_tensors(probes, numpy_rng, device, dtype, dtype_of_the_arrays):
    """Arrays become tensors of the shapes (N, F) and (N, 1) in the dtype that was passed in."""
    x, y = arrays(numpy_rng, dtype_of_the_arrays)
    assert_close(probes.tensors(x, y, device, dtype), as_tensors(x, y, dtype, device))


@pytest.mark.asks("Later changes to the arrays do not change the tensors.")
@pytest.mark.concept("modules/as-tensor-or-tensor")
@pytest.mark.parametrize("dtype", DTYPES)
def test_tensors_do_not_share_the_arrays(probes, numpy_rng, device, dtype):
    """Later changes to the arrays do not change the tensors."""
    x, y = arrays(numpy_rng, dtype)
    assert_close(probes.tensors(x.copy(), y.copy(), device, dtype, later=99.0), as_tensors(x, y, dtype, device))


@pytest.mark.asks(
    "returns the weight, of shape (n_features, 1), and the bias, of shape (1,)", "Both are zeros, on the device, in the dtype;"
)
@pytest.mark.concept("modules/as-tensor-or-tensor")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_features", [1, 3])
def test_parameters_are_zeros(probes, rng, device, dtype, n_features):
    """Weight and bias are zeros of the shapes (n_features, 1) and (1,), in the dtype that was passed in."""
    x, y = samples(rng, 6, n_features, getattr(torch, dtype), device)
    assert_close(probes.gradients(x, y, dtype)["values"], [torch.zeros_like(x[0])[:, None], torch.zeros_like(y[0])])


@pytest.mark.asks("and both are **leaves** that require grad, so `backward()` fills their `.grad`")
@pytest.mark.concept("autograd/to-makes-a-non-leaf")
@pytest.mark.parametrize("dtype", DTYPES)
def test_parameters_are_leaves(probes, rng, device, dtype):
    """Weight and bias are leaves that require grad: the first backward fills the `.grad` of both."""
    x, y = samples(rng, 6, 3, getattr(torch, dtype), device)
    seen = probes.gradients(x, y, dtype)["gradients"]
    assert all(g is not None for g in seen), "backward left no gradient: what you returned is not a leaf"
    assert_close(seen, [-2 * (x * y).mean(0)[:, None], -2 * y.mean(0)])


@pytest.mark.asks("moves the model, in place, to device and dtype and trains it", "or of another dtype")
@pytest.mark.concept("modules/to-of-a-tensor")
@pytest.mark.parametrize("lr", [0.05, 0.2])
@pytest.mark.parametrize("dtype", DTYPES)
def test_training(probes, state, device, rng, dtype, lr):
    """Model and batches are converted to the dtype, and one epoch of plain SGD on the mean squared error changes the model in place."""
    batches = of_the_other_dtype(rng, dtype)
    seen = probes.trained(state, batches, lr, device, dtype)["weights"]
    assert_close(seen, reference(state, batches, lr, device, dtype)[1], **NEAR)


@pytest.mark.asks(
    "the mean loss over all samples, each batch's loss computed before its step, as a tensor of shape (), on the device, in the dtype"
)
@pytest.mark.concept("training/mean-of-means")
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_loss(probes, state, device, rng, dtype):
    """`train` returns the mean loss over all samples, each batch's loss computed before its step, as a tensor of shape () in the dtype."""
    batches = of_the_other_dtype(rng, dtype)
    assert_close(probes.trained(state, batches, 0.05, device, dtype)["loss"], reference(state, batches, 0.05, device, dtype)[0], **NEAR)


@pytest.mark.asks("without a graph")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_loss_has_no_graph(probes, state, device, rng):
    """The loss that `train` returns has no computational graph."""
    seen = probes.trained(state, of_the_other_dtype(rng, "float32"), 0.05, device, "float32")
    assert not seen["has_graph"], "the loss that train returns still has a computational graph"


@pytest.mark.asks("Gradients from before the call have no effect.")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_older_gradients_play_no_part(probes, state, device, rng):
    """Gradients from before the call have no effect, not even on the first step."""
    batches = of_the_other_dtype(rng, "float32")
    seen = probes.trained(state, batches, 0.05, device, "float32", stale=7.0)["weights"]
    assert_close(seen, reference(state, batches, 0.05, device, "float32")[1], **NEAR)


@pytest.mark.asks("On some devices a model gets new parameter tensors when it is moved.", "`train` works there, too.")
@pytest.mark.concept("modules/move-then-optimizer")
@pytest.mark.parametrize("dtype", DTYPES)
def test_moving_makes_new_parameters(probes, state, device, rng, dtype):
    """The model is also trained on a device where moving it creates new parameter tensors."""
    batches = of_the_other_dtype(rng, dtype)
    seen = probes.trained(state, batches, 0.05, device, dtype, replaces=True)["weights"]
    assert_close(seen, reference(state, batches, 0.05, device, dtype)[1], **NEAR)


@pytest.mark.asks("`device` may be any device", "as tensors of the shapes (N, F) and (N, 1), on the device and in the dtype")
@pytest.mark.concept("modules/cuda-is-a-guess")
def test_tensors_on_another_device(probes, numpy_rng):
    """`to_tensors` creates its tensors on the device that was passed in."""
    made = probes.tensors_elsewhere(*arrays(numpy_rng, "float32"), OTHER_DEVICE)
    assert made == on_the_other_device((5, 3), (5, 1)), "shapes and devices of the two tensors"


@pytest.mark.asks("`device` may be any device", "Both are zeros, on the device, in the dtype;")
@pytest.mark.concept("modules/cuda-is-a-guess")
def test_parameters_on_another_device(probes):
    """`make_parameters` creates weight and bias on the device that was passed in, and their gradients are on it, too."""
    made = probes.parameters_elsewhere(2, OTHER_DEVICE)
    assert made == on_the_other_device((2, 1), (1,), (2, 1), (1,)), "shapes and devices of weight, bias and their gradients"


@pytest.mark.asks(
    "`device` may be any device", "that may be on another device", "Do not copy values from the device to the CPU during training"
)
@pytest.mark.concept("modules/cuda-is-a-guess")
@pytest.mark.concept("training/item-waits")
def test_training_on_another_device(probes, rng):
    """`train` works on a device whose values cannot be copied to the CPU, and model and loss are on that device."""
    made = probes.trained_elsewhere([samples(rng, n, 2, torch.float32, "cpu") for n in (2, 1)], OTHER_DEVICE)
    assert made == on_the_other_device((1, 2), (1,), ()), "shapes and devices of weight, bias and loss"


def arrays(numpy_rng, dtype):
    return numpy_rng.normal(size=(5, 3)).astype(dtype), numpy_rng.normal(size=5).astype(dtype)


def as_tensors(x, y, dtype, device):
    return [torch.tensor(value, dtype=getattr(torch, dtype), device=device) for value in (x, y[:, None])]


def samples(rng, n, n_features, dtype, device):
    return tuple(torch.randn(n, width, generator=rng).to(device, dtype) for width in (n_features, 1))


def of_the_other_dtype(rng, dtype):
    """Batches of uneven sizes in the other dtype."""
    other = torch.float32 if dtype == "float64" else torch.float64
    return [samples(rng, n, 3, other, "cpu") for n in (4, 4, 1)]


def on_the_other_device(*shapes):
    return [f"{shape} on {OTHER_DEVICE}" for shape in shapes]


def reference(state, batches, lr, device, dtype):
    dtype = getattr(torch, dtype)
    weight, bias = (state[name].to(device, dtype) for name in ("weight", "bias"))
    squares = []
    for x, y in batches:
        x, y = x.to(device, dtype), y.to(device, dtype)
        error = x @ weight.T + bias - y
        squares.append(error**2)
        weight, bias = weight - lr * 2 * (error * x).mean(0, keepdim=True), bias - lr * 2 * error.mean(0)
    return torch.cat(squares).mean(), [weight, bias]
