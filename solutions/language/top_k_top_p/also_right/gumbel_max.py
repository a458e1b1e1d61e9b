"""Ranks decide which tokens remain; the Gumbel-max trick samples: the argmax of the logits plus Gumbel noise."""

import torch


def filter_logits(logits, temperature, top_k, top_p):
    out = logits / temperature
    order = out.argsort(dim=-1, descending=True)
    ranks = order.argsort(dim=-1)  # 0 for the largest
    if top_k is not None:
        out = out.masked_fill(ranks >= top_k, float("-inf"))
    if top_p is not None:
        probs = torch.softmax(out, -1).gather(-1, order)
        before = torch.cat([torch.zeros_like(probs[..., :1]), probs[..., :-1].cumsum(-1)], -1)
        out = out.masked_fill((before >= top_p).gather(-1, ranks), float("-inf"))
    return out


def sample(logits, generator, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return torch.topk(logits, 1, dim=-1).indices[:, 0]
    filtered = filter_logits(logits, temperature, top_k, top_p)
    exponential = torch.empty_like(filtered).exponential_(generator=generator)
    return (filtered - exponential.log()).argmax(-1)
