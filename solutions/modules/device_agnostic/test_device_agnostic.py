"""Numbers in both precisions, which have the same traps as another device, and everything once more on a device without numbers."""

import pytest
import torch
from torch.testing import assert_close

DTYPES = ["float32", "float64"]
# The one device besides the CPU that every machine has. It holds shapes and no numbers, and sums do not mix it with another.
NO_NUMBERS = "meta"


@pytest.mark.concept("modules/as-tensor-or-tensor")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("source", DTYPES)
def test_arrays_become_tensors(probes, numpy_rng, device, dtype, source):
    """Arrays become tensors of the shapes (N, F) and (N, 1) in the dtype, and later changes of the arrays do not reach them."""
    x, y = numpy_rng.normal(size=(5, 3)).astype(source), numpy_rng.normal(size=5).astype(source)
    got = probes.tensors(x.copy(), y.copy(), device, dtype, later=99.0)
    wanted = [torch.tensor(value, dtype=getattr(torch, dtype), device=device) for value in (x, y[:, None])]
    assert_close(got, wanted)


@pytest.mark.concept("autograd/to-makes-a-non-leaf")
@pytest.mark.parametrize("dtype", DTYPES)
def test_parameters_are_leaves(probes, rng, device, dtype):
    """Weight and bias are zeros in the dtype, and leaves: the first backward fills the `.grad` of both."""
    x, y = (torch.randn(6, width, generator=rng).to(device, getattr(torch, dtype)) for width in (3, 1))
    seen = probes.gradients(x, y, dtype)
    assert_close(seen["values"], [torch.zeros_like(x[0])[:, None], torch.zeros_like(y[0])])
    assert all(g is not None for g in seen["gradients"]), "backward left no gradient: what you gave is no leaf"
    assert_close(seen["gradients"], [-2 * (x * y).mean(0)[:, None], -2 * y.mean(0)])


@pytest.mark.concept("modules/to-of-a-tensor")
@pytest.mark.concept("modules/move-then-optimizer")
@pytest.mark.parametrize("replaces", [False, True], ids=["moved in place", "moved to new tensors"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_training(probes, rng, device, dtype, replaces):
    """Model and batches come to the device and the dtype, and the model learns there, also where moving makes new parameter tensors."""
    state = {"weight": torch.randn(1, 3, generator=rng), "bias": torch.randn(1, generator=rng)}
    # Batches of the other precision: these do not fit as they are.
    other = torch.float32 if dtype == "float64" else torch.float64
    batches = [tuple(torch.randn(n, width, generator=rng).to(other) for width in (3, 1)) for n in (4, 4, 1)]
    seen = probes.trained(state, batches, 0.05, device, dtype, replaces)
    loss, weights = reference(state, batches, 0.05, device, getattr(torch, dtype))
    assert_close(seen["weights"], weights, rtol=1e-4, atol=1e-5)
    assert_close(seen["loss"], loss, rtol=1e-4, atol=1e-5)
    assert not seen["has_graph"], "the loss that train gives still hangs on a graph"


@pytest.mark.concept("modules/cuda-is-a-guess")
@pytest.mark.concept("training/item-waits")
def test_another_device(probes, numpy_rng):
    """On a device that does not mix with others and gives no numbers away, all three functions work, and all they give is there."""
    x, y = numpy_rng.normal(size=(3, 2)).astype("float32"), numpy_rng.normal(size=3).astype("float32")
    shapes = {"x": (3, 2), "y": (3, 1), "w": (2, 1), "b": (1,), "model": (1, 2), "loss": ()}
    assert probes.elsewhere(x, y, NO_NUMBERS) == {name: f"{shape} on {NO_NUMBERS}" for name, shape in shapes.items()}


def reference(state, batches, lr, device, dtype):
    weight, bias = (state[name].to(device, dtype) for name in ("weight", "bias"))
    squares = []
    for x, y in batches:
        x, y = x.to(device, dtype), y.to(device, dtype)
        error = x @ weight.T + bias - y
        squares.append(error**2)
        weight, bias = weight - lr * 2 * (error * x).mean(0, keepdim=True), bias - lr * 2 * error.mean(0)
    return torch.cat(squares).mean(), [weight, bias]
