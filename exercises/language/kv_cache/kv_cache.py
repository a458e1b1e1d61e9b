"""Causal self-attention with a KV cache

Write multi-head causal self-attention that can continue from cached keys and values. A language model generates one token at a time.
Without a cache each step would compute the keys and values of all earlier positions again. With a KV cache a step only processes the new
positions, and the outputs are the same as those of one forward pass over the whole sequence.

Write the module `CachedSelfAttention(width, heads)`:

- `width` is a multiple of `heads`. Each head has d = width / heads features.
- It has four linear layers from `width` to `width`, with bias: `q_proj`, `k_proj`, `v_proj`, `out_proj`. It has no other parameters.
- Head h uses the features h · d to (h + 1) · d − 1 of the projected queries, keys and values.

`forward(x, cache=None)` returns a tuple `(y, new_cache)`:

- `x` has shape (N, T, width): the T ≥ 1 new positions of each sequence.
- `cache` is None if there are no earlier positions. Otherwise it is a tuple of keys and values of P earlier positions, each of shape
  (N, heads, P, d).
- `y` has shape (N, T, width). New position i is position P + i of the sequence, and attends to the positions 0, …, P + i (causal mask).
- Attention is the softmax of the scores q · k / √d over these positions, times the values. The heads are concatenated in order and go
  through `out_proj`.
- `new_cache` is the tuple of keys and values of all P + T positions, each of shape (N, heads, P + T, d): the outputs of `k_proj` and
  `v_proj`, split into heads.
- However a sequence is divided into calls, the outputs are those of one call with the whole sequence. The first call can process many
  positions (prefill), later ones one position each (decoding), or several.
- Each call projects only its own T positions.
- The given cache is not changed, so that two continuations can start from it. The module keeps no state between calls. The input `x` is
  not changed.
- Gradients flow through the cache. The module also works after `.double()`, and on the device of its input.

Do not use `nn.MultiheadAttention`. `F.scaled_dot_product_attention` is allowed.

Example:

    attention = CachedSelfAttention(width=8, heads=2)
    x = torch.randn(3, 5, 8)
    y, _ = attention(x)                            # all 5 positions at once
    y_first, cache = attention(x[:, :4])           # prefill; cache[0] has shape (3, 2, 4, 4)
    y_last, cache = attention(x[:, 4:], cache)     # one more position
    # torch.cat([y_first, y_last], dim=1) equals y
"""

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        raise NotImplementedError  # TODO: four linear layers

    def forward(self, x: torch.Tensor, cache: tuple[torch.Tensor, torch.Tensor] | None = None):
        raise NotImplementedError  # TODO: project, append to the cache, attend
