"""Scores, mask and softmax are written out; positions are compared to build the mask."""

import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.d = heads, width // heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(width, width))

    def forward(self, x, cache=None):
        n, t, width = x.shape
        q, k, v = (layer(x).view(n, t, self.heads, self.d).permute(0, 2, 1, 3) for layer in (self.q_proj, self.k_proj, self.v_proj))
        past = 0
        if cache is not None:
            past = cache[0].shape[-2]
            k, v = torch.cat((cache[0], k), -2), torch.cat((cache[1], v), -2)
        scores = q @ k.mT / math.sqrt(self.d)
        query_positions = torch.arange(past, past + t, device=x.device)
        key_positions = torch.arange(past + t, device=x.device)
        scores = scores.masked_fill(key_positions > query_positions[:, None], -math.inf)
        y = (scores.softmax(-1) @ v).permute(0, 2, 1, 3).reshape(n, t, width)
        return self.out_proj(y), (k, v)
