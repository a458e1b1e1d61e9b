"""Records the standard deviation after each of 20 linear layers, with the submission's batch norm after each and without."""

import torch

N_LAYERS, WIDTH, ROWS = 20, 64, 256
N_BATCHES = 100  # 0.9¹⁰⁰ is 0.00003: what the running numbers began with is forgotten


def test_the_spread_behind_each_layer(probes, record, device):
    """`BatchNorm2d` gives numbers for a batch in either mode."""
    draw = torch.Generator().manual_seed(1)
    bound = WIDTH**-0.5  # as nn.Linear begins
    layers = [(bound * (2 * torch.rand(WIDTH, WIDTH + 1, generator=draw) - 1)).to(device) for _ in range(N_LAYERS)]
    batches = [torch.randn(ROWS, WIDTH, generator=draw).to(device) for _ in range(N_BATCHES)]
    plain = without(layers, batches[0])
    seen = probes.through(layers, batches)
    edges = torch.linspace(-4.125, 4.125, 34)
    record(
        layer=list(range(N_LAYERS + 1)),
        spread={"without": [spread(h) for h in plain], **seen["spread"]},
        middles=(edges[1:] + edges[:-1]) / 2,
        shares={"without": shares(plain[-1], edges), **{name: shares(values, edges) for name, values in seen["last"].items()}},
    )


def without(layers, x):
    behind = [x]
    for layer in layers:
        behind.append(behind[-1] @ layer[:, :-1].T + layer[:, -1])
    return behind


def spread(h):
    """Of a channel over the rows, on average: what the layer still tells about them."""
    return h.double().std(0).mean().item()


def shares(values, edges):
    values = torch.as_tensor(values).cpu().float()
    return torch.histogram((values - values.mean(0)).flatten(), edges).hist / values.numel()
