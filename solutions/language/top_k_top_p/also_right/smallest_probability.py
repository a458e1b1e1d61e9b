"""The smallest probability of the nucleus is the threshold, so no mask is reordered; ids come from the inverse distribution function."""

import torch


def filter_logits(logits, temperature, top_k, top_p):
    scaled = logits / temperature
    v = scaled.shape[-1]
    if top_k is not None and top_k < v:
        kth = scaled.sort(dim=-1).values[..., v - top_k].unsqueeze(-1)
        scaled = torch.where(scaled >= kth, scaled, torch.full_like(scaled, -torch.inf))
    if top_p is not None:
        ordered = scaled.sort(dim=-1, descending=True).values
        sums = ordered.softmax(-1).cumsum(-1)
        n_below = (sums < top_p).sum(-1, keepdim=True)  # the next token crosses p
        last = ordered.gather(-1, n_below.clamp(max=v - 1))
        scaled = torch.where(scaled >= last, scaled, torch.full_like(scaled, -torch.inf))
    return scaled


def sample(logits, generator, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return logits.max(dim=-1).indices
    sums = filter_logits(logits, temperature, top_k, top_p).double().softmax(-1).cumsum(-1)
    u = torch.rand(len(logits), 1, generator=generator, dtype=torch.float64, device=logits.device) * sums[:, -1:]
    return torch.searchsorted(sums, u, right=True).squeeze(1).clamp(max=logits.shape[1] - 1)
