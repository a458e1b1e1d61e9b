"""Each query is compared only with the keys it may attend to: there is no mask, and the remaining weights are padded with zeros."""

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    rows = []
    for t in range(q.shape[-2]):
        n_seen = t + 1 if causal else k.shape[-2]
        scores = (q[..., t : t + 1, :] * k[..., :n_seen, :]).sum(-1) / q.shape[-1] ** 0.5
        seen = torch.softmax(scores, -1)
        rows.append(torch.cat([seen, seen.new_zeros(*seen.shape[:-1], k.shape[-2] - n_seen)], -1))
    return torch.stack(rows, -2)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    return torch.einsum("...ts,...se->...te", attention_weights(q, k, causal), v)
