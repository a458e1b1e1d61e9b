"""Without sorting: for each token the sum of the probabilities of all larger logits. One id is sampled at a time."""

import torch


def filter_logits(logits, temperature, top_k, top_p):
    logits = logits.clone().div_(temperature)
    larger = logits.unsqueeze(-2) > logits.unsqueeze(-1)  # (..., token, other)
    if top_k is not None:
        logits.masked_fill_(larger.sum(-1) >= top_k, -torch.inf)
    if top_p is not None:
        probs = torch.exp(logits - logits.logsumexp(-1, keepdim=True))
        before = (larger * probs.unsqueeze(-2)).sum(-1)
        logits.masked_fill_(before >= top_p, -torch.inf)
    return logits


def sample(logits, generator, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return torch.stack([one.argmax() for one in logits])
    probs = torch.softmax(filter_logits(logits, temperature, top_k, top_p), -1)
    return torch.cat([torch.multinomial(one, 1, replacement=True, generator=generator) for one in probs])
