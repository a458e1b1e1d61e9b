"""The scores are not divided by √d. Dot products of d numbers grow like √d; without the division the softmax of wide vectors puts all its
weight on one key and passes hardly any gradient.

Cards: language/why-root-d
"""

import math

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = q @ k.transpose(-2, -1)
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(diagonal=1)
        scores = scores.masked_fill(future, -math.inf)
    return scores.softmax(dim=-1)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
