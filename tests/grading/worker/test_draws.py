"""Random numbers are kept and given wherever a program draws them: in layers, loaders, initial values, and while gradients are computed."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, TensorDataset

from studykit.grading.worker.draws import GiveDraws, KeepDraws


class Noisy(torch.autograd.Function):
    """Draws forward and backward."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        return x + torch.randn_like(x)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> torch.Tensor:
        return grads[0] * torch.rand(grads[0].shape)


def trained() -> torch.Tensor:
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    data = TensorDataset(torch.arange(24.0).reshape(6, 4), torch.ones(6, 1))
    for x, y in DataLoader(data, batch_size=2, shuffle=True):
        optimizer.zero_grad()
        functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return torch.cat([parameter.flatten() for parameter in model.parameters()])


def through(function: Callable[[torch.Tensor], torch.Tensor]) -> Callable[[], torch.Tensor]:
    """A program that gives the gradient of a function of ones."""

    def gradient() -> torch.Tensor:
        x = torch.ones(3, 4, requires_grad=True)
        function(x).square().sum().backward()
        assert x.grad is not None
        return x.grad

    return gradient


def recurrent() -> torch.Tensor:
    return nn.LSTM(2, 3, num_layers=2, dropout=0.5)(torch.ones(4, 1, 2))[0].detach()


PROGRAMS = {
    "a training loop": trained,
    "dropout": through(lambda x: functional.dropout(x, 0.5)),
    "dropout of a channel": through(lambda x: functional.dropout1d(x, 0.5)),
    "attention": through(lambda x: functional.scaled_dot_product_attention(x, x, x, dropout_p=0.5)),
    "a function of its own": through(Noisy.apply),  # type: ignore[arg-type]
    "a checkpoint": through(lambda x: checkpoint(lambda y: functional.dropout(y, 0.5), x, use_reentrant=False)),
    "a hook": through(lambda x: (x.register_hook(lambda grad: grad + torch.randn(grad.shape)), x)[1]),
    "recurrent layers": recurrent,
    "each kind": lambda: torch.cat(
        [
            *(torch.randn(3), torch.rand(3), torch.empty(3).normal_(), torch.empty(3).uniform_(), torch.normal(torch.zeros(3), 1.0)),
            *(torch.randint(9, (3,)).float(), torch.randperm(3).float(), torch.bernoulli(torch.full((3,), 0.5))),
            torch.multinomial(torch.ones(5), 3).float(),
        ]
    ),
    "a generator": lambda: torch.randn(3, generator=torch.Generator().manual_seed(1)),
    "initial values": lambda: nn.init.kaiming_uniform_(torch.empty(3, 4)),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_everything_that_is_drawn_is_kept_and_the_same_when_it_is_given(program: Callable[[], torch.Tensor]) -> None:
    torch.manual_seed(1)
    expected = program()
    torch.manual_seed(1)
    with KeepDraws() as keeping:
        assert torch.equal(program(), expected)
    torch.manual_seed(2)
    with GiveDraws(keeping.draws):
        assert torch.equal(program(), expected)


def test_those_that_are_not_given_are_drawn() -> None:
    torch.manual_seed(1)
    with GiveDraws([("normal", torch.zeros(3)), ("uniform", torch.zeros(2))]):
        assert torch.equal(torch.randn(3), torch.zeros(3))
        assert torch.randn(3).abs().sum() > 0
        assert torch.rand(3).abs().sum() > 0
