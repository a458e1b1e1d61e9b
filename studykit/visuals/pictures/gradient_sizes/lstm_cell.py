"""Records the gradient norm of the submission's LSTM 1 to 100 time steps back, with default initialization and with open forget gates."""

import torch
from torch import nn

N_STEPS = 100
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def test_a_hundred_steps_back(probes, record, device):
    """`unroll` gives outputs whose gradient reaches the inputs."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layer = nn.LSTM(4, 16)
        xs = torch.randn(N_STEPS, 1, 4).transpose(0, 1)
        torch.manual_seed(0)
        rnn = nn.RNN(4, 16, batch_first=True)
    first = {name: getattr(layer, f"{name}_l0").detach().clone() for name in NAMES}
    opened = {**first, "bias_ih": first["bias_ih"].clone()}
    opened["bias_ih"][16:32] = 3
    own = {
        name: by_step(reached(probes, weights, xs, device))
        for name, weights in {"forget bias 3": opened, "default initialization": first}.items()
    }
    leaf = xs.clone().requires_grad_()
    plain = torch.autograd.grad(rnn(leaf)[0][:, -1].sum(), leaf)[0]
    record(places=list(range(1, N_STEPS + 1)), place="time step, 100 is the last", own=own, others={"torch's RNN": by_step(plain)})


def reached(probes, weights, xs, device):
    return probes.reaches_back({name: value.to(device) for name, value in weights.items()}, xs.to(device))


def by_step(gradient):
    # In float64: the squares of 1e-28, which float32 still holds, would be 0 there.
    return gradient[0].double().norm(dim=1)
