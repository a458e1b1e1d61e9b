"""An additive mask of 0 and −∞; einsum names the dims."""

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = torch.einsum("...td,...sd->...ts", q * q.shape[-1] ** -0.5, k)
    if causal:
        positions = torch.arange(k.shape[-2], device=q.device)
        mask = torch.zeros_like(scores).masked_fill(positions > positions.unsqueeze(1), float("-inf"))
        scores = scores + mask
    return torch.softmax(scores, -1)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
