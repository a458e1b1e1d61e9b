"""Attention with a causal mask

A word means something through the words around it. Attention lets each position look at others, choose by likeness, and take a weighted
mean of what it finds. It is the one place in a transformer where positions meet.

Write two functions. In both, `q` (queries) has shape (..., T, d), `k` (keys) has shape (..., S, d), with the same axes in front:

- there may be none, one (the batch), or more (batch and heads).

`attention_weights(q, k, causal)` gives a tensor of shape (..., T, S):

- The score of query t and key s is their dot product, divided by √d.
- The weights of a query are the softmax of its scores over the keys, so they sum to 1.
- With `causal=True` (then S = T) query t sees the keys 0, …, t only, its own included. The others are as if they were not there: their
  weight is exactly 0, and how large their scores are has no influence on any number.
- With `causal=False` each query sees all keys, and S may differ from T.

`attention(q, k, v, causal)`, with `v` (values) of shape (..., S, e), gives a tensor of shape (..., T, e): for each query the mean of
the values, weighted by its weights.

Gradients flow to q, k and v. The precision is that of the inputs, which are not changed, and new tensors lie where they lie. Scores may
be as large as 1000.

Not to be used: `F.scaled_dot_product_attention`, `nn.MultiheadAttention`.

Example, where all scores are 0:

    q = k = torch.zeros(3, 4)
    attention_weights(q, k, causal=True)      # [[1, 0, 0], [1/2, 1/2, 0], [1/3, 1/3, 1/3]]
"""

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    raise NotImplementedError  # TODO: scores, mask, softmax


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    raise NotImplementedError  # TODO
