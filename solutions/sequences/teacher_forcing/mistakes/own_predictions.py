"""In training the decoder reads what it said itself. At first that is noise, and what it should say no longer fits what it has
read. Teacher forcing reads the true tokens; own words are for use.

Cards: sequences/shifted-right, sequences/exposure-bias
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
    token, steps, h = torch.full_like(targets[:, :1], start), [], state
    for _ in range(targets.shape[1]):
        logits, h = decoder(token, h)
        token = logits[:, -1].argmax(dim=-1, keepdim=True)
        steps.append(logits)
    logits = torch.cat(steps, dim=1)
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
