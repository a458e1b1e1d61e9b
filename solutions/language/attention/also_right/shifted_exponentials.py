"""The softmax by hand: subtract the largest unmasked score, set the masked exponentials to 0, divide by the sum."""

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    scores = torch.matmul(q, k.mT) / q.shape[-1] ** 0.5
    allowed = torch.ones_like(scores, dtype=torch.bool)
    if causal:
        allowed = allowed.tril()
    scores = torch.where(allowed, scores, torch.finfo(scores.dtype).min)
    exps = torch.exp(scores - scores.detach().amax(dim=-1, keepdim=True)) * allowed
    return exps / exps.sum(dim=-1, keepdim=True)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return attention_weights(q, k, causal) @ v
