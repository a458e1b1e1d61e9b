"""The update against its arithmetic, against a worked number, and against `torch.optim.SGD` over several steps of a real model."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

SHAPES = [(4, 3), (3,), (1,), ()]  # matrix, vector, one element, scalar: no shape may be special


@pytest.fixture
def values(rng, device):
    return draw(rng, device)


@pytest.fixture
def grads(rng, device):
    return draw(rng, device)


@pytest.mark.concept("optimisers/descent-direction")
@pytest.mark.parametrize("lr", [0.1, 0.003])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_each_parameter_moves_against_its_gradient(probes, rng, device, dtype, lr):
    """Each parameter moves by −lr times its own gradient, in its own precision."""
    values, grads = draw(rng, device, dtype), draw(rng, device, dtype)
    seen = probes.one_update(values, grads, lr)
    near = 32 * torch.finfo(dtype).eps  # two roundings of numbers that are seldom above 4, and room
    assert_close(seen["values"], [v - lr * g for v, g in zip(values, grads, strict=True)], rtol=near, atol=near)


@pytest.mark.concept("optimisers/descent-direction")
def test_one_step_by_the_numbers(probes, device):
    """From b = 0.49671415 and w = −0.13826430, with gradients −3.04481138 and −1.83375372, one step with lr = 0.1 gives
    b = 0.80119529 and w = 0.04511107."""
    start = [torch.tensor([v], dtype=torch.float64, device=device) for v in (0.4967141530112327, -0.13826430117118466)]
    grads = [torch.tensor([g], dtype=torch.float64, device=device) for g in (-3.044811379650508, -1.8337537171510832)]
    b, w = probes.one_update(start, grads, lr=0.1)["values"]
    printed = 5e-9  # the numbers are known to eight decimals
    assert_close([b.item(), w.item()], [0.80119529, 0.04511107], rtol=0, atol=printed)


@pytest.mark.concept("optimisers/update-in-place")
def test_the_callers_tensors_change_in_place(probes, rng, device, values):
    """The caller's own tensors change; they stay leaves that require grad, in the same memory."""
    ones, weights, marks = [torch.ones_like(v) for v in values], draw(rng, device), draw(rng, device)
    seen = probes.one_update(values, ones, lr=0.1)
    assert all((new != old).any() for new, old in zip(seen["values"], values, strict=True)), "a tensor of the caller kept its values"
    found = probes.gradients_afterwards(values, ones, 0.1, weights, switch_on=True)
    assert all(g is not None for g in found), "a parameter is no longer a leaf that requires grad"
    assert_close(found, weights, rtol=0, atol=0)
    shared = [torch.equal(got, mark) for got, mark in zip(probes.written_through_views(values, ones, 0.1, marks), marks, strict=True)]
    assert all(shared), "a parameter's memory was replaced, so a view that shares it would not see the step"


@pytest.mark.concept("optimisers/no-gradient-no-step")
@pytest.mark.parametrize("none_at", range(len(SHAPES)))
def test_a_parameter_without_gradient_stays(probes, values, grads, none_at):
    """A parameter whose gradient is None stays as it is; every other one still moves by its own gradient."""
    grads[none_at] = None
    seen = probes.one_update(values, grads, lr=0.1)
    assert_close(seen["values"][none_at], values[none_at], rtol=0, atol=0)
    assert_close(seen["values"], [v if g is None else v - 0.1 * g for v, g in zip(values, grads, strict=True)])


def test_gradients_are_left_alone(probes, rng, device, values, grads):
    """Gradients are neither changed nor cleared, and nothing is returned."""
    seen = probes.one_update(values, grads, lr=0.1)
    assert all(g is not None for g in seen["grads"]), "a gradient was removed"
    assert_close(seen["grads"], grads, rtol=0, atol=0)
    # What a forward hook returns takes the place of the layer's output, unless it is None.
    x = torch.randn(4, 2, generator=rng).to(device)
    output = probes.output_of_a_layer(values, grads, 0.1, x)
    assert not isinstance(output, str), f"sgd_update returned something: a {output}"
    assert torch.equal(output, x), "sgd_update returned something"


@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_records_again_afterwards(probes, rng, device, values, grads):
    """After the call autograd records as it did before."""
    weights = draw(rng, device)
    found = probes.gradients_afterwards(values, grads, 0.1, weights, switch_on=False)
    assert all(g is not None for g in found), "autograd is still switched off after sgd_update"
    assert_close(found, weights, rtol=0, atol=0)


def test_trains_a_real_model_as_torch_does(probes, rng, device):
    """Five steps on a two-layer network, the last on a batch of one, give the parameters that torch.optim.SGD gives."""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).to(device)
    state = {name: torch.randn(p.shape, generator=rng).to(device) for name, p in model.state_dict().items()}
    batches = [(torch.randn(n, 3, generator=rng).to(device), torch.randn(n, 2, generator=rng).to(device)) for n in (7, 7, 7, 2, 1)]
    assert_close(probes.train(state, batches, lr=0.05), reference(model, state, batches, lr=0.05))


def draw(rng, device, dtype=torch.float32):
    return [torch.randn(shape, generator=rng, dtype=dtype).to(device) for shape in SHAPES]


def reference(model, state, batches, lr):
    model.load_state_dict(state)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        history.append([p.detach().clone() for p in model.parameters()])
    return history
