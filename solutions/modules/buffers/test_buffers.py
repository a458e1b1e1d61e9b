"""Names, and all that the module learns, against means over all rows seen and a network written out."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
WEIGHTS = {"layers.0.weight": (2, 3), "layers.0.bias": (2,), "layers.2.weight": (1, 2), "layers.2.bias": (1,)}
SIZES = [4, 1, 6]  # uneven, one of them a single row


@pytest.fixture
def start(rng, device):
    weights = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in WEIGHTS.items()}
    return {**weights, "scale": 0.5 + torch.rand(3, generator=rng, dtype=DOUBLE).to(device)}


@pytest.fixture
def batches(rng, device):
    return draw(SIZES, rng, device)


@pytest.mark.concept("modules/parameter-or-tensor")
@pytest.mark.concept("modules/plain-list")
def test_what_is_trained(probes, batches):
    """`parameters()` lists `scale`, ones at first, and the parameters of the layers; nothing else."""
    seen = probes.parts(batches[0])["parameters"]
    assert sorted(seen) == sorted(["scale", *WEIGHTS])
    assert_close(seen["scale"], torch.ones_like(batches[0][0]))


@pytest.mark.concept("modules/buffer")
@pytest.mark.concept("modules/not-persistent")
def test_what_is_saved(probes, batches):
    """The state_dict holds `scale`, `mean`, `count` and the layers, and not `batch_mean`; mean and count are zero at first."""
    seen = probes.parts(batches[0])["state"]
    assert sorted(seen) == sorted(["scale", "mean", "count", *WEIGHTS])
    zeros = torch.zeros_like(batches[0][0])
    assert_close([seen["mean"], seen["count"]], [zeros, torch.tensor(0, device=zeros.device)])


@pytest.mark.concept("modules/plain-tensor-stays")
@pytest.mark.concept("modules/integer-buffer-stays")
def test_what_is_moved(probes, start, batches):
    """`.to()` takes scale, mean and batch mean along; the count stays an integer. Learning goes on after it."""
    batches = [x.float() for x in batches]
    seen = probes.converted({name: value.float() for name, value in start.items()}, batches, DOUBLE)
    before, between, after = seen["memory"]
    rounded = {name: value.float() for name, value in start.items()}
    assert_close(tensors(before), expected(rounded, batches))
    assert_close(tensors(between), converted(tensors(before)))
    wider = {name: value.double() for name, value in rounded.items()}
    # What was learned in float32 was rounded there.
    twice = [x.double() for x in batches * 2]
    assert_close(tensors(after), expected(wider, twice), rtol=1e-5, atol=1e-6)
    assert_close(seen["output"], network(wider, batches[-1].double(), after["mean"]))


@pytest.mark.concept("training/mean-of-means")
@pytest.mark.concept("modules/self-training")
def test_it_learns_from_each_row(probes, start, batches):
    """In training mode mean, count and batch mean are those of the rows so far, and the output uses the new mean."""
    seen = probes.learned(start, batches)
    for i, x in enumerate(batches):
        wanted = expected(start, batches[: i + 1])
        assert_close(tensors(seen[i]["memory"]), wanted)
        assert_close(seen[i]["output"], network(start, x, wanted["mean"]))


@pytest.mark.concept("modules/self-training")
def test_it_learns_nothing_in_evaluation_mode(probes, start, batches):
    """In evaluation mode the output uses what was learned in training mode, and the memory stays as it is."""
    modes = [False, True, False]
    seen = probes.learned(start, batches, modes)
    zeros = torch.zeros_like(start["scale"])
    assert_close(seen[0]["output"], network(start, batches[0], zeros))
    nothing = {"scale": start["scale"], "mean": zeros, "count": torch.tensor(0, device=zeros.device), "batch_mean": zeros}
    assert_close(tensors(seen[0]["memory"]), nothing)
    wanted = expected(start, batches[1:2])
    assert_close([tensors(seen[i]["memory"]) for i in (1, 2)], [wanted, wanted])
    assert_close(seen[2]["output"], network(start, batches[2], wanted["mean"]))


@pytest.mark.concept("modules/count-is-saved")
def test_a_loaded_model_goes_on(probes, start, batches):
    """A new model that loads the state_dict has the memory of the old one, and learns on from there."""
    seen = probes.resumed(start, batches)
    wanted = expected(start, batches)
    assert_close(seen["loaded"]["mean"], torch.cat(batches[:-1]).mean(0))
    assert_close(tensors(seen["after"]), wanted)
    assert_close(seen["output"], network(start, batches[-1], wanted["mean"]))


@pytest.mark.concept("modules/buffer")
@pytest.mark.concept("modules/parameter-or-tensor")
def test_an_optimizer_moves_the_right_ones(probes, rng, start, batches):
    """SGD with weight decay moves scale and layers along their gradients, and the mean stays what was measured."""
    targets = [torch.randn(len(x), 1, generator=rng, dtype=DOUBLE).to(x.device) for x in batches]
    states = probes.trained(start, batches, targets, lr=0.1, weight_decay=0.3)
    values = start
    for i, x in enumerate(batches):
        values = step(values, x, targets[i], torch.cat(batches[: i + 1]).mean(0), lr=0.1, weight_decay=0.3)
        assert_close({name: states[i].get(name) for name in values}, values)
        assert_close(states[i]["mean"], torch.cat(batches[: i + 1]).mean(0))


@pytest.mark.concept("modules/remembered-graph")
def test_no_gradient_goes_through_the_mean(probes, rng, start, batches):
    """Whatever x was made from gets its gradient batch by batch, with the mean as a number that does not depend on it."""
    w = 1 + torch.rand(3, generator=rng, dtype=DOUBLE).to(batches[0].device)
    seen = probes.input_gradients(start, w, batches)
    for i, x in enumerate(batches):
        mean = (torch.cat(batches[: i + 1]) * w).mean(0)
        leaf = w.clone().requires_grad_()
        network(start, x * leaf, mean).sum().backward()
        assert_close(seen[i], leaf.grad)


def test_models_share_nothing(probes, start, batches):
    """Two models, and a deep copy that learns on, remember what each of them has seen."""
    # In float32, in which modules are made: conversion would give each a copy of its own.
    first, second, _ = (x.float() for x in batches)
    start = {name: value.float() for name, value in start.items()}
    one, other, twin = map(tensors, probes.side_by_side(start, first, second))
    assert_close(one, expected(start, [first]))
    assert_close(other, expected(start, [second]))
    assert_close(twin, expected(start, [first, second]))


def test_the_input_is_not_changed(probes, batches):
    """Without layers the output is the centred batch; the batch that was passed in keeps its numbers."""
    seen = probes.alone(batches[0])
    assert_close(seen["output"], batches[0] - batches[0].mean(0))
    assert_close(seen["batch"], batches[0], rtol=0, atol=0)


@pytest.mark.concept("modules/plain-list")
def test_the_mode_reaches_the_layers(probes, batches):
    """`eval()` reaches the layers: with dropout among them, the same rows give the same output."""
    first, second = probes.still(batches[2])
    assert_close([first, second], [batches[2]] * 2)


def draw(sizes, rng, device):
    return [(torch.randn(n, 3, generator=rng, dtype=DOUBLE) + i).to(device) for i, n in enumerate(sizes, 1)]


def expected(start, batches):
    """What a model remembers that has seen these batches in training mode."""
    rows = torch.cat(batches)
    count = torch.tensor(len(rows), device=rows.device)
    return {"scale": start["scale"], "mean": rows.mean(0), "count": count, "batch_mean": batches[-1].mean(0)}


def tensors(memory):
    missing = [name for name, value in memory.items() if not isinstance(value, torch.Tensor)]
    assert not missing, f"not a tensor: {', '.join(missing)}"
    return memory


def converted(memory):
    return {name: value if name == "count" else value.double() for name, value in memory.items()}


def network(values, x, mean):
    hidden = ((x - mean) * values["scale"]) @ values["layers.0.weight"].T + values["layers.0.bias"]
    return hidden.tanh() @ values["layers.2.weight"].T + values["layers.2.bias"]


def step(values, x, y, mean, lr, weight_decay):
    leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
    gradients = torch.autograd.grad(((network(leaves, x, mean) - y) ** 2).mean(), list(leaves.values()))
    return {name: value - lr * (g + weight_decay * value) for (name, value), g in zip(values.items(), gradients, strict=True)}
