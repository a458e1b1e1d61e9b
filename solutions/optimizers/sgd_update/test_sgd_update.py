"""The update against its formula, against a worked example, and against `torch.optim.SGD` over several steps of a real model."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = [
    pytest.mark.given("Write the update step of plain SGD", "All other optimizers are variations of it."),
    pytest.mark.asks("Not to be used: `torch.optim`."),
]

SHAPES = [(4, 3), (3,), (1,), ()]  # matrix, vector, one element, scalar: no shape may be special


@pytest.fixture
def values(rng, device):
    return draw(rng, device)


@pytest.fixture
def grads(rng, device):
    return draw(rng, device)


@pytest.mark.asks("of any shape", "the learning rate, a float", "p ← p − lr · ∂L/∂p", "the caller's tensors themselves change")
@pytest.mark.concept("optimizers/descent-direction", "optimizers/update-in-place")
@pytest.mark.parametrize("lr", [0.1, 0.003])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_each_parameter_moves_against_its_gradient(probes, rng, device, dtype, lr):
    """Each of the caller's tensors, of any shape and dtype, changes by −lr times its own gradient."""
    values, grads = draw(rng, device, dtype), draw(rng, device, dtype)
    seen = probes.one_update(values, grads, lr)
    near = 32 * torch.finfo(dtype).eps  # two roundings of values that are rarely above 4, and some tolerance
    assert_close(seen["values"], [v - lr * g for v, g in zip(values, grads, strict=True)], rtol=near, atol=near)


@pytest.mark.asks("Write `sgd_update(params, lr)`")
@pytest.mark.concept("optimizers/descent-direction")
def test_one_step_by_the_numbers(probes, device):
    """From b = 0.49671415 and w = −0.13826430, with gradients −3.04481138 and −1.83375372, one step with lr = 0.1 gives
    b = 0.80119529 and w = 0.04511107."""
    start = [torch.tensor([v], dtype=torch.float64, device=device) for v in (0.4967141530112327, -0.13826430117118466)]
    grads = [torch.tensor([g], dtype=torch.float64, device=device) for g in (-3.044811379650508, -1.8337537171510832)]
    b, w = probes.one_update(start, grads, lr=0.1)["values"]
    printed = 5e-9  # the numbers are known to eight decimals
    assert_close([b.item(), w.item()], [0.80119529, 0.04511107], rtol=0, atol=printed)


@pytest.mark.asks("or is None if p did not take part in the loss", "A parameter without a gradient does not change.")
@pytest.mark.concept("optimizers/no-gradient-no-step")
@pytest.mark.parametrize("none_at", range(len(SHAPES)))
def test_a_parameter_without_gradient_stays(probes, values, grads, none_at):
    """A parameter whose gradient is None does not change; every other one is still updated with its own gradient."""
    grads[none_at] = None
    seen = probes.one_update(values, grads, lr=0.1)
    assert_close(seen["values"][none_at], values[none_at], rtol=0, atol=0)
    assert_close(seen["values"], [v if g is None else v - 0.1 * g for v, g in zip(values, grads, strict=True)])


@pytest.mark.asks("keep their memory")
@pytest.mark.concept("optimizers/update-in-place")
def test_a_view_of_a_parameter_sees_the_step(probes, rng, device, values, grads):
    """A parameter keeps its memory: a view of it that was created before the call still shares its values."""
    marks = draw(rng, device)
    found = probes.written_through_views(values, grads, 0.1, marks)
    shared = [torch.equal(got, mark) for got, mark in zip(found, marks, strict=True)]
    assert all(shared), "a parameter has new memory, so a view that shared its values would not see the step"


@pytest.mark.asks("and stay leaves that require grad")
@pytest.mark.concept("autograd/leaf")
def test_parameters_stay_leaves(probes, rng, device, values, grads):
    """After the call the parameters are still leaves that require grad: the next backward sets their `.grad`."""
    weights = draw(rng, device)
    found = probes.gradients_afterwards(values, grads, 0.1, weights, recording=True, switch_on=True)
    assert all(g is not None for g in found), "backward leaves no gradient: a parameter is no longer a leaf that requires grad"
    assert_close(found, weights, rtol=0, atol=0)


@pytest.mark.asks("Gradients are not modified.")
@pytest.mark.concept("optimizers/clear-by-hand")
def test_gradients_are_left_alone(probes, values, grads):
    """Gradients are neither changed nor cleared, and a gradient that is None stays None."""
    grads[2] = None
    got = probes.one_update(values, grads, lr=0.1)["grads"]
    assert got[2] is None, "a gradient was created for a parameter that had none"
    assert all(g is not None for i, g in enumerate(got) if i != 2), "a gradient was removed"
    assert_close([g for g in got if g is not None], [g for g in grads if g is not None], rtol=0, atol=0)


@pytest.mark.asks("The function returns None.")
def test_nothing_is_returned(probes, rng, device, values, grads):
    """The function returns None."""
    x = torch.randn(4, 2, generator=rng).to(device)
    assert torch.equal(probes.raised_if_returned(values, grads, 0.1, x), x), "sgd_update returned something"


@pytest.mark.asks("After the call autograd records as before.")
@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_records_again_afterwards(probes, rng, device, values, grads):
    """After the call autograd records again."""
    weights = draw(rng, device)
    found = probes.gradients_afterwards(values, grads, 0.1, weights, recording=True, switch_on=False)
    assert all(g is not None for g in found), "autograd recording is still disabled after sgd_update"
    assert_close(found, weights, rtol=0, atol=0)


@pytest.mark.asks("After the call autograd records as before.")
@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_stays_off_where_it_was_off(probes, rng, device, values, grads):
    """If the caller has disabled recording, with `torch.no_grad()`, it is still disabled after the call."""
    found = probes.gradients_afterwards(values, grads, 0.1, draw(rng, device), recording=False, switch_on=False)
    assert found == [None] * len(SHAPES), "gradients that were recorded within the caller's torch.no_grad()"


@pytest.mark.asks("p ← p − lr · ∂L/∂p")
def test_trains_a_real_model_as_torch_does(probes, rng, device):
    """Five steps on a two-layer network, the last on a batch of one sample, give the same parameters as torch.optim.SGD."""
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
