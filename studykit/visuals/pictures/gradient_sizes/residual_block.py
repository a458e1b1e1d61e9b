"""Records the gradient at each position between 30 of the submission's blocks, between blocks without skip connections, and others."""

import torch
from torch import nn
from torch.nn.functional import conv2d

N_BLOCKS, CHANNELS = 30, 4


def test_the_gradient_between_thirty_blocks(probes, record, device):
    """The block gives a map of the same shape, whose gradient reaches what went in."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layers, rows = [nn.Linear(16, 16) for _ in range(N_BLOCKS)], torch.randn(64, 16)
        states, x = [fresh_state() for _ in range(N_BLOCKS)], torch.randn(4, CHANNELS, 6, 6)
    own = probes.sizes(CHANNELS, [moved(state, device) for state in states], x.to(device))
    others = {
        "blocks without skip connections": sizes(states, x, branch),
        "sigmoid layers": sizes(layers, rows, lambda h, layer: layer(h).sigmoid()),
        "sigmoid layers with skip connections": sizes(layers, rows, lambda h, layer: h + layer(h).sigmoid()),
    }
    record(places=list(range(N_BLOCKS + 1)), place="position, 0 is the input", own={"blocks with skip connections": own}, others=others)


def fresh_state():
    """As torch begins."""
    convs = {name: nn.Conv2d(CHANNELS, CHANNELS, 3, bias=False).weight.detach() for name in ("conv1.weight", "conv2.weight")}
    norms = {f"{name}.{key}": value for name in ("norm1", "norm2") for key, value in nn.BatchNorm2d(CHANNELS).state_dict().items()}
    return convs | norms


def moved(state, device):
    return {name: value.to(device) for name, value in state.items()}


def branch(h, state):
    """A fresh batch norm in evaluation mode divides by √(1 + 1e-5), and no more."""
    h = (conv2d(h, state["conv1.weight"], padding=1) / (1 + 1e-5) ** 0.5).relu()
    return (conv2d(h, state["conv2.weight"], padding=1) / (1 + 1e-5) ** 0.5).relu()


def sizes(parts, x, step):
    """The norm of the mean output's gradient before each part and after the last."""
    h = [x.clone().requires_grad_()]
    for part in parts:
        h.append(step(h[-1], part))
    # In float64: the squares of 1e-28, which float32 still holds, would be 0 there.
    return [gradient.double().norm().item() for gradient in torch.autograd.grad(h[-1].mean(), h)]
