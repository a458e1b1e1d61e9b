"""The mask is off by one: each query also sees the position after it, which is just what a language model has to guess.

Cards: language/first-row-of-the-mask
"""

import math

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(diagonal=2)
        scores = scores.masked_fill(future, -math.inf)
    return scores.softmax(dim=-1)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
