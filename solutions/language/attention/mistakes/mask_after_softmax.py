"""The mask comes after the softmax. The future got weights and was counted in the sum, so those that are left no longer sum to 1. Mask the
scores, with −∞, before the softmax.

Cards: language/mask-after-softmax
"""

import math

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(diagonal=1)
        return scores.softmax(dim=-1).masked_fill(future, 0.0)
    return scores.softmax(dim=-1)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
