"""The mask comes after the softmax and the rest is divided by its sum. On paper that is the same. But if the future has a far larger score,
everything before it has been rounded to 0, and 0 / 0 is NaN.

Cards: language/mask-after-softmax, language/minus-infinity
"""

import math

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(diagonal=1)
        weights = scores.softmax(dim=-1).masked_fill(future, 0.0)
        return weights / weights.sum(dim=-1, keepdim=True)
    return scores.softmax(dim=-1)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
