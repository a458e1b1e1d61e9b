"""Shapes, outputs, gradients and training steps against matrix products written out; and the modes."""

import math

import pytest
import torch
from torch.testing import assert_close

SIZES = [[3, 5, 2], [2, 1], [1, 4, 4, 4, 1], [2, 2, 2]]
NEAR = {"rtol": 1e-4, "atol": 1e-5}  # a few products of float32 values above 1
ACTIVATIONS = {None: torch.relu, "relu": torch.relu, "tanh": torch.tanh}


@pytest.mark.asks("Write the class `MLP(sizes, activation=nn.ReLU)`, an `nn.Module`")
@pytest.mark.concept("modules/mlp-count")
def test_the_count_of_the_task(probes):
    """The model of the example, `MLP([1, 32, 32, 1], nn.Tanh)`, has 1153 parameters."""
    count = sum(math.prod(shape) for shape in probes.shapes([1, 32, 32, 1], "tanh"))
    assert count == 1153, "number of parameters"


@pytest.mark.asks("The first linear layer has `sizes[0]` inputs and `sizes[1]` outputs", "each has a bias, and its own weights")
@pytest.mark.asks("`model.parameters()` yields the layers' weights and biases from the first layer to the last")
@pytest.mark.concept("modules/plain-list")
@pytest.mark.concept("modules/one-object-twice")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_parameters(probes, sizes):
    """`parameters()` yields a weight and a bias for each layer, from the first layer to the last, and no others."""
    assert probes.shapes(sizes) == expected_shapes(sizes), "shapes of the parameters"


@pytest.mark.asks("`sizes` is a list of two or more layer sizes.", "Put an activation between consecutive linear layers.")
@pytest.mark.asks("There is none before the first layer and none after the last one.", "With two sizes there is none at all.")
@pytest.mark.asks("`activation` is a class such as `nn.Tanh`", "`model(x)` maps (N, sizes[0]) to (N, sizes[-1])")
@pytest.mark.concept("classification/where-the-activation-goes")
@pytest.mark.concept("modules/what-an-mlp-is")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=str)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("n", [6, 1])
def test_the_output(probes, rng, device, n, sizes, activation):
    """There is an activation between consecutive linear layers and nowhere else; ReLU is the default."""
    values, x = draw(sizes, rng, device), torch.randn(n, sizes[0], generator=rng).to(device)
    assert_close(probes.output(sizes, values, x, activation), by_hand(values, x, ACTIVATIONS[activation]), **NEAR)


@pytest.mark.asks("`model(x)` maps (N, sizes[0]) to (N, sizes[-1])")
@pytest.mark.concept("modules/layer-in-forward")
def test_the_same_input_gives_the_same_output(probes, rng, device):
    """A model that is not trained in between gives the same output for the same input, each time."""
    first, second = probes.called_twice([2, 3, 1], torch.randn(5, 2, generator=rng).to(device))
    assert_close(second, first, rtol=0, atol=0)


@pytest.mark.asks("Gradients of the output reach all parameters", "its own weights, even if sizes are equal")
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


@pytest.mark.asks("and x if it requires grad")
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


@pytest.mark.asks("Create a new one for each position", "called without arguments")
@pytest.mark.concept("modules/one-object-twice")
def test_each_activation_is_its_own(probes):
    """The parameters of activations such as PReLU are parameters of the model, with a new activation for each position."""
    sizes = [2, 3, 3, 1]
    assert sorted(probes.shapes(sizes, "prelu")) == sorted([*expected_shapes(sizes), (1,), (1,)]), "shapes of the parameters"


@pytest.mark.asks("those with parameters are trained")
@pytest.mark.concept("modules/one-object-twice")
def test_training(probes, rng, device):
    """Three steps of SGD update each layer, and each activation with parameters, with its own gradient."""
    sizes = [2, 3, 3, 2]
    values = draw(sizes, rng, device)
    x, y = (torch.randn(6, 2, generator=rng).to(device) for _ in range(2))
    assert_close(probes.trained(sizes, values, x, y, lr=0.05, steps=3), descend(values, x, y, lr=0.05, steps=3), **NEAR)


@pytest.mark.asks("those that depend on training or evaluation mode are switched")
@pytest.mark.concept("modules/layer-in-forward")
def test_activations_know_the_mode(probes, rng, device):
    """Activations that depend on training or evaluation mode are switched with the model."""
    sizes = [2, 3, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(5, 2, generator=rng).to(device)
    expected = [by_hand(values, x, lambda z: 2 * z.tanh()), by_hand(values, x, torch.tanh)]
    assert_close(probes.in_both_modes(sizes, values, x), expected, **NEAR)


@pytest.mark.asks("The input list is not modified")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_list_is_not_changed(probes, rng, device):
    """The input list of sizes is not modified."""
    sizes = [2, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(4, 2, generator=rng).to(device)
    assert probes.list_changed_later(sizes, values, x)["sizes"] == sizes, "the list after the model was created"


@pytest.mark.asks("modifying it later does not change the model")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_model_does_not_depend_on_the_list(probes, rng, device):
    """Modifying the list of sizes later does not change the model."""
    sizes = [2, 3, 1]
    values, x = draw(sizes, rng, device), torch.randn(4, 2, generator=rng).to(device)
    seen = probes.list_changed_later(sizes, values, x)["outputs"]
    assert_close(seen, [by_hand(values, x, torch.relu)] * 2, **NEAR)


@pytest.mark.asks("They have torch's default initialization.")
@pytest.mark.concept("modules/linear-initialization")
@pytest.mark.concept("classification/equal-start")
def test_the_initialization(probes, seed):
    """Weights and biases have the default initialization of torch's layers, with other random values in each model."""
    sizes = [50, 400, 300]
    first, second = probes.starts(sizes, seed)
    for one, other, width in zip(first, second, [50, 50, 400, 400], strict=True):
        assert not torch.equal(one, other), "two models that are created one after the other have the same initial weights"
        # Uniform between plus and minus 1 / sqrt(inputs): the mean absolute value is half of that, for 300 values to 4 % or so.
        largest, mean = one.abs().max().item() * width**0.5, one.abs().mean().item() * width**0.5
        assert largest <= 1.0001, (
            f"the largest value of the parameter of shape {tuple(one.shape)} is {largest:.2f} times the bound of torch's initialization"
        )
        assert_close(mean, 0.5, rtol=0.25, atol=0)


def expected_shapes(sizes):
    return [shape for a, b in zip(sizes[:-1], sizes[1:], strict=True) for shape in ((b, a), (b,))]


def draw(sizes, rng, device):
    return [torch.randn(shape, generator=rng).to(device) for shape in expected_shapes(sizes)]


def descend(values, x, y, lr, steps):
    """The parameters of the layers and the sorted weights of two PReLUs after each step."""
    prelus, history = [torch.full((1,), 0.25, device=x.device) for _ in range(2)], []
    for _ in range(steps):
        leaves = [value.clone().requires_grad_() for value in (*values, *prelus)]
        activations = iter([lambda z, a=a: torch.where(z > 0, z, a * z) for a in leaves[-2:]])
        loss = ((by_hand(leaves[:-2], x, lambda z, each=activations: next(each)(z)) - y) ** 2).mean()
        moved = [leaf.detach() - lr * g for leaf, g in zip(leaves, torch.autograd.grad(loss, leaves), strict=True)]
        values, prelus = moved[:-2], moved[-2:]
        history.append({"layers": values, "prelus": torch.stack(prelus).sort(dim=0).values})
    return history


def by_hand(values, x, activation):
    for i in range(0, len(values), 2):
        x = (activation(x) if i else x) @ values[i].T + values[i + 1]
    return x
