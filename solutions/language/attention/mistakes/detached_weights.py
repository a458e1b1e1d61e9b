"""The output is right, but the weights are cut off from the graph: values learn, queries and keys never do, and so attention never learns
where to look.

Cards: language/what-attention-computes, autograd/detach-shares
"""

import math

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(diagonal=1)
        scores = scores.masked_fill(future, -math.inf)
    return scores.softmax(dim=-1).detach()


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
