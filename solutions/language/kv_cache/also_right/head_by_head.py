"""A loop over the heads, with `chunk` and an additive mask in the dtype of the input."""

import torch
import torch.nn.functional as F
from torch import nn


class CachedSelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.n_heads = heads
        self.q_proj = nn.Linear(width, width)
        self.k_proj = nn.Linear(width, width)
        self.v_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)

    def forward(self, x, cache=None):
        new = [torch.stack(layer(x).chunk(self.n_heads, dim=-1), dim=1) for layer in (self.q_proj, self.k_proj, self.v_proj)]
        q, (k, v) = new[0], new[1:]
        if cache:
            k, v = (torch.cat(pair, dim=2) for pair in zip(cache, (k, v), strict=True))
        t, s = q.size(2), k.size(2)
        mask = torch.full((t, s), float("-inf"), dtype=x.dtype, device=x.device).triu(1 + s - t)
        heads = [F.scaled_dot_product_attention(q[:, h], k[:, h], v[:, h], attn_mask=mask) for h in range(self.n_heads)]
        return self.out_proj(torch.cat(heads, dim=-1)), (k, v)
