"""`transpose(0, 1)` exchanges the first two axes, which are batch and time where there is a batch. The last two are meant: `transpose(-2,
-1)`.

Cards: language/attention-shape
"""

import math

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = q @ k.transpose(0, 1) / math.sqrt(q.shape[-1])
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(diagonal=1)
        scores = scores.masked_fill(future, -math.inf)
    return scores.softmax(dim=-1)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
