"""Shapes, outputs and gradients against matrix products by hand; the modes; and a sine that no straight line follows."""

import math

import pytest
import torch
from torch.testing import assert_close

SIZES = [[3, 5, 2], [2, 1], [1, 4, 4, 4, 1], [2, 2, 2]]
BENDS = {None: torch.relu, "relu": torch.relu, "tanh": torch.tanh}


@pytest.mark.concept("modules/plain-list")
@pytest.mark.concept("modules/one-object-twice")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_parameters(probes, sizes):
    """Each layer has a weight and a bias of its own, from the first layer to the last; there are no others."""
    assert probes.shapes(sizes) == expected_shapes(sizes)


@pytest.mark.concept("classification/where-the-bend-goes")
@pytest.mark.concept("modules/what-an-mlp-is")
@pytest.mark.parametrize("activation", BENDS, ids=str)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("n", [6, 1])
def test_the_output(probes, rng, device, n, sizes, activation):
    """The activation stands between each two layers, and nowhere else; ReLU is the default."""
    values, x = draw(sizes, rng, device), torch.randn(n, sizes[0], generator=rng).to(device)
    assert_close(probes.output(sizes, values, x, activation), by_hand(values, x, BENDS[activation]), rtol=1e-4, atol=1e-5)


@pytest.mark.concept("modules/layer-in-forward")
def test_the_same_input_gives_the_same_output(probes, rng, device):
    """A model that is not trained in between gives the same output for the same input, each time."""
    first, second = probes.called_twice([2, 3, 1], torch.randn(5, 2, generator=rng).to(device))
    assert_close(second, first, rtol=0, atol=0)


@pytest.mark.concept("modules/one-object-twice")
@pytest.mark.parametrize("sizes", [[2, 4, 4, 4, 1], [3, 3, 3]], ids=str)
def test_the_gradients(probes, rng, device, sizes):
    """Each parameter gets its own gradient, and so does the input."""
    values, x = draw(sizes, rng, device), torch.randn(5, sizes[0], generator=rng).to(device)
    leaves = [value.clone().requires_grad_() for value in values]
    at = x.clone().requires_grad_()
    *wanted, at_input = torch.autograd.grad(by_hand(leaves, at, torch.tanh).sum(), [*leaves, at])
    got = probes.gradients(sizes, values, x, "tanh")
    assert all(g is not None for g in got["parameters"]), "a parameter got no gradient"
    assert_close(got["parameters"], wanted, rtol=1e-4, atol=1e-5)
    assert got["input"] is not None, "no gradient flows back to the input"
    assert_close(got["input"], at_input, rtol=1e-4, atol=1e-5)


@pytest.mark.concept("modules/one-object-twice")
def test_each_activation_is_its_own(probes):
    """Activations that learn something are parameters of the model, one for each place between two layers."""
    sizes = [2, 3, 3, 1]
    assert sorted(probes.shapes(sizes, "prelu")) == sorted([*expected_shapes(sizes), (1,), (1,)])


@pytest.mark.concept("modules/layer-in-forward")
def test_activations_know_the_mode(probes, rng, device):
    """Activations that know training mode from evaluation mode are switched with the model."""
    sizes = [2, 3, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(5, 2, generator=rng).to(device)
    wanted = [by_hand(values, x, lambda z: 2 * z.tanh()), by_hand(values, x, torch.tanh)]
    assert_close(probes.in_both_modes(sizes, values, x), wanted, rtol=1e-4, atol=1e-5)


def test_the_list_is_the_callers(probes, rng, device):
    """The list of sizes is not changed, and what is done to it later does not change the model."""
    sizes = [2, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(4, 2, generator=rng).to(device)
    seen = probes.list_changed_later(sizes, values, x)
    assert seen["sizes"] == sizes
    assert_close(seen["outputs"], [by_hand(values, x, torch.relu)] * 2, rtol=1e-4, atol=1e-5)


@pytest.mark.concept("modules/linear-start")
def test_the_random_start(probes, seed):
    """Weights and biases start at the random numbers that torch's layers start at, other ones in each model."""
    sizes = [50, 400, 300]
    first, second = probes.starts(sizes, seed)
    for one, other, width in zip(first, second, [50, 50, 400, 400], strict=True):
        assert not torch.equal(one, other), "two models that are made one after the other start at the same numbers"
        # Uniform between plus and minus 1 / sqrt(inputs): in the mean half of that away from 0, for 300 numbers to 4 % or so.
        largest, usual = one.abs().max().item() * width**0.5, one.abs().mean().item() * width**0.5
        assert largest <= 1.0001, f"a number of shape {tuple(one.shape)} is {largest:.2f} times as large as any of torch's"
        assert_close(usual, 0.5, rtol=0.25, atol=0)


@pytest.mark.concept("classification/stacked-linear")
@pytest.mark.concept("classification/equal-start")
def test_it_follows_a_sine(probes, rng, seed, device):
    """After 300 steps of Adam on points of a sine, new points between −3 and 3 are off by 0.15 on average at most."""
    x = torch.linspace(-3, 3, 100)[:, None].to(device)
    points = (torch.rand(100, 1, generator=rng) * 6 - 3).to(device)
    got = probes.learned(seed, x, torch.sin(2 * x), points, steps=300)
    off = (got - torch.sin(2 * points)).abs().mean().item()
    # Twice what the slowest of 40 starts came to; the best straight line is off by 0.57.
    assert off < 0.15, f"new points are off by {off:.2f} on average"


def test_the_count_of_the_task(probes):
    """The model of the task's example has 1153 numbers in its parameters."""
    assert sum(math.prod(shape) for shape in probes.shapes([1, 32, 32, 1], "tanh")) == 1153


def expected_shapes(sizes):
    return [shape for a, b in zip(sizes[:-1], sizes[1:], strict=True) for shape in ((b, a), (b,))]


def draw(sizes, rng, device):
    return [torch.randn(shape, generator=rng).to(device) for shape in expected_shapes(sizes)]


def by_hand(values, x, bend):
    for i in range(0, len(values), 2):
        x = (bend(x) if i else x) @ values[i].T + values[i + 1]
    return x
