"""Shapes, outputs, gradients and steps of training against matrix products by hand; and the modes."""

import math

import pytest
import torch
from torch.testing import assert_close

SIZES = [[3, 5, 2], [2, 1], [1, 4, 4, 4, 1], [2, 2, 2]]
NEAR = {"rtol": 1e-4, "atol": 1e-5}  # a few products of float32 numbers above 1
ACTIVATIONS = {None: torch.relu, "relu": torch.relu, "tanh": torch.tanh}


@pytest.mark.asks("Write the class `MLP(sizes, activation=nn.ReLU)`, an `nn.Module`")
@pytest.mark.concept("modules/mlp-count")
def test_the_count_of_the_task(probes):
    """The model of the task's example has 1153 numbers in its parameters."""
    count = sum(math.prod(shape) for shape in probes.shapes([1, 32, 32, 1], "tanh"))
    assert count == 1153, "how many numbers the parameters have"


@pytest.mark.asks("The first linear layer goes from `sizes[0]` numbers", "each has a bias, and weights of its own")
@pytest.mark.asks("`model.parameters()` gives the layers' weights and biases from the first layer to the last")
@pytest.mark.concept("modules/plain-list")
@pytest.mark.concept("modules/one-object-twice")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_parameters(probes, sizes):
    """`parameters()` gives a weight and a bias for each layer, from the first layer to the last, and no others."""
    assert probes.shapes(sizes) == expected_shapes(sizes), "shapes of the parameters"


@pytest.mark.asks("`sizes` is a list of two or more widths.", "Between each two linear layers stands an activation.")
@pytest.mark.asks("None stands before the first layer or after the last one.", "With two sizes there is none at all.")
@pytest.mark.asks("`activation` is a class such as `nn.Tanh`", "`model(x)` maps (N, sizes[0]) to (N, sizes[-1])")
@pytest.mark.concept("classification/where-the-activation-goes")
@pytest.mark.concept("modules/what-an-mlp-is")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=str)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("n_rows", [6, 1])
def test_the_output(probes, rng, device, n_rows, sizes, activation):
    """The activation stands between each two layers and nowhere else; ReLU is the default."""
    values, x = draw(sizes, rng, device), torch.randn(n_rows, sizes[0], generator=rng).to(device)
    assert_close(probes.output(sizes, values, x, activation), by_hand(values, x, ACTIVATIONS[activation]), **NEAR)


@pytest.mark.asks("`model(x)` maps (N, sizes[0]) to (N, sizes[-1])")
@pytest.mark.concept("modules/layer-in-forward")
def test_the_same_input_gives_the_same_output(probes, rng, device):
    """A model that is not trained in between gives the same output for the same input, each time."""
    first, second = probes.called_twice([2, 3, 1], torch.randn(5, 2, generator=rng).to(device))
    assert_close(second, first, rtol=0, atol=0)


@pytest.mark.asks("Gradients of the output reach all parameters", "weights of its own, also where widths are equal")
@pytest.mark.concept("modules/one-object-twice")
@pytest.mark.parametrize("sizes", [[2, 4, 4, 4, 1], [3, 3, 3]], ids=str)
def test_the_gradients_of_the_parameters(probes, rng, device, sizes):
    """Each parameter gets its own gradient."""
    values, x = draw(sizes, rng, device), torch.randn(5, sizes[0], generator=rng).to(device)
    leaves = [value.clone().requires_grad_() for value in values]
    expected = torch.autograd.grad(by_hand(leaves, x, torch.tanh).sum(), leaves)
    got = probes.gradients(sizes, values, x, "tanh")["parameters"]
    assert all(g is not None for g in got), "a parameter got no gradient"
    assert_close(got, list(expected), **NEAR)


@pytest.mark.asks("and x where it asks for them")
@pytest.mark.concept("autograd/detach-shares")
def test_the_gradient_of_the_input(probes, rng, device):
    """An input that requires grad gets its gradient."""
    sizes = [2, 4, 4, 1]
    values, x = draw(sizes, rng, device), torch.randn(5, sizes[0], generator=rng).to(device)
    leaf = x.clone().requires_grad_()
    (expected,) = torch.autograd.grad(by_hand(values, leaf, torch.tanh).sum(), leaf)
    got = probes.gradients(sizes, values, x, "tanh")["input"]
    assert got is not None, "no gradient flows back to the input"
    assert_close(got, expected, **NEAR)


@pytest.mark.asks("Each place gets a new one", "called without arguments")
@pytest.mark.concept("modules/one-object-twice")
def test_each_activation_is_its_own(probes):
    """Activations that learn something are parameters of the model, a new one for each place between two layers."""
    sizes = [2, 3, 3, 1]
    assert sorted(probes.shapes(sizes, "prelu")) == sorted([*expected_shapes(sizes), (1,), (1,)]), "shapes of the parameters"


@pytest.mark.asks("those that learn something are trained")
@pytest.mark.concept("modules/one-object-twice")
def test_training(probes, rng, device):
    """Three steps of SGD change each layer, and each activation that learns something, along its own gradient."""
    sizes = [2, 3, 3, 2]
    values = draw(sizes, rng, device)
    x, y = (torch.randn(6, 2, generator=rng).to(device) for _ in range(2))
    assert_close(probes.trained(sizes, values, x, y, lr=0.05, steps=3), descend(values, x, y, lr=0.05, steps=3), **NEAR)


@pytest.mark.asks("those that know training mode from evaluation mode are switched")
@pytest.mark.concept("modules/layer-in-forward")
def test_activations_know_the_mode(probes, rng, device):
    """Activations that distinguish training mode from evaluation mode are switched with the model."""
    sizes = [2, 3, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(5, 2, generator=rng).to(device)
    expected = [by_hand(values, x, lambda z: 2 * z.tanh()), by_hand(values, x, torch.tanh)]
    assert_close(probes.in_both_modes(sizes, values, x), expected, **NEAR)


@pytest.mark.asks("The list that was passed in is not changed")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_list_is_not_changed(probes, rng, device):
    """The list of sizes that was passed in is not changed."""
    sizes = [2, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(4, 2, generator=rng).to(device)
    assert probes.list_changed_later(sizes, values, x)["sizes"] == sizes, "the list after the model was made"


@pytest.mark.asks("changing it later does not change the model")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_model_does_not_depend_on_the_list(probes, rng, device):
    """What is done to the list of sizes later does not change the model."""
    sizes = [2, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(4, 2, generator=rng).to(device)
    seen = probes.list_changed_later(sizes, values, x)["outputs"]
    assert_close(seen, [by_hand(values, x, torch.relu)] * 2, **NEAR)


@pytest.mark.asks("They start at torch's own random numbers")
@pytest.mark.concept("modules/linear-start")
@pytest.mark.concept("classification/equal-start")
def test_the_initialisation(probes, seed):
    """Weights and biases have the default initialisation of torch's layers, with other random numbers in each model."""
    sizes = [50, 400, 300]
    first, second = probes.starts(sizes, seed)
    for one, other, width in zip(first, second, [50, 50, 400, 400], strict=True):
        assert not torch.equal(one, other), "two models that are made one after the other start at the same numbers"
        # Uniform between plus and minus 1 / sqrt(inputs): in the mean half of that away from 0, for 300 numbers to 4 % or so.
        largest, usual = one.abs().max().item() * width**0.5, one.abs().mean().item() * width**0.5
        assert largest <= 1.0001, f"a number of shape {tuple(one.shape)} is {largest:.2f} times as large as any of torch's"
        assert_close(usual, 0.5, rtol=0.25, atol=0)


def expected_shapes(sizes):
    return [shape for a, b in zip(sizes[:-1], sizes[1:], strict=True) for shape in ((b, a), (b,))]


def draw(sizes, rng, device):
    return [torch.randn(shape, generator=rng).to(device) for shape in expected_shapes(sizes)]


def descend(values, x, y, lr, steps):
    """The layers' parameters and the sorted slopes of two PReLUs after each step."""
    slopes, history = [torch.full((1,), 0.25, device=x.device) for _ in range(2)], []
    for _ in range(steps):
        leaves = [value.clone().requires_grad_() for value in (*values, *slopes)]
        activations = iter([lambda z, slope=slope: torch.where(z > 0, z, slope * z) for slope in leaves[-2:]])
        loss = ((by_hand(leaves[:-2], x, lambda z, each=activations: next(each)(z)) - y) ** 2).mean()
        moved = [leaf.detach() - lr * g for leaf, g in zip(leaves, torch.autograd.grad(loss, leaves), strict=True)]
        values, slopes = moved[:-2], moved[-2:]
        history.append({"layers": values, "slopes": torch.stack(slopes).sort(dim=0).values})
    return history


def by_hand(values, x, activation):
    for i in range(0, len(values), 2):
        x = (activation(x) if i else x) @ values[i].T + values[i + 1]
    return x
