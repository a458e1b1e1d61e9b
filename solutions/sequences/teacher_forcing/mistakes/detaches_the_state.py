"""The first state is detached, so no gradient reaches the encoder that made it, and it stays as it was drawn.

Cards: sequences/detach-between-chunks
"""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(targets: torch.Tensor, start: int) -> torch.Tensor:
    return F.pad(targets[:, :-1], (1, 0), value=start)


def training_step(
    decoder: nn.Module, optimizer: torch.optim.Optimizer, state: torch.Tensor, targets: torch.Tensor, start: int, pad: int
) -> float:
    decoder.train()
    logits, _ = decoder(shift_right(targets, start), state.detach())
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
    said = []
    for _ in range(n_new):
        logits, state = decoder(token, state)
        token = logits.argmax(dim=-1)
        said.append(token)
    decoder.train(was_training)
    return torch.cat(said, dim=1)
