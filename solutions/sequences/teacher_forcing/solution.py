"""In training the inputs are the targets, shifted right by one; in generation each input is the last output."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(targets: torch.Tensor, start: int) -> torch.Tensor:
    return F.pad(targets[:, :-1], (1, 0), value=start)


def training_step(
    decoder: nn.Module, optimizer: torch.optim.Optimizer, state: torch.Tensor, targets: torch.Tensor, start: int, pad: int
) -> float:
    decoder.train()
    logits, _ = decoder(shift_right(targets, start), state)
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=pad)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def generate(decoder: nn.Module, state: torch.Tensor, start: int, n_new: int) -> torch.Tensor:
    was_training = decoder.training
    decoder.eval()
    token = state.new_full((state.shape[1], 1), start, dtype=torch.int64)
    generated = []
    for _ in range(n_new):
        logits, state = decoder(token, state)
        token = logits.argmax(dim=-1)
        generated.append(token)
    decoder.train(was_training)
    return torch.cat(generated, dim=1)
