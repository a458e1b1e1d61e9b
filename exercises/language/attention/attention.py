"""Scaled dot-product attention with a causal mask

Write two functions that compute scaled dot-product attention. Attention lets each position of a sequence attend to others: it compares its
query with their keys and returns a weighted mean of their values. In a transformer it is the only layer that mixes positions.

In both functions, `q` (queries) has shape (..., T, d) and `k` (keys) has shape (..., S, d), with the same leading dims:

- there may be none, one (the batch), or more (batch and heads).

`attention_weights(q, k, causal)` returns a tensor of shape (..., T, S):

- The score of query t and key s is their dot product, divided by √d.
- The weights of a query are the softmax of its scores over the keys, so they sum to 1.
- With `causal=True` (then S = T) query t attends to the keys 0, …, t only (causal mask). The other keys have no effect: their
  weight is exactly 0, and the size of their scores does not affect any result.
- With `causal=False` each query attends to all keys, and S may differ from T.

`attention(q, k, v, causal)`, with `v` (values) of shape (..., S, e), returns a tensor of shape (..., T, e): for each query the mean of
the values, weighted by its attention weights.

Gradients flow to q, k and v. The dtype is that of the inputs, which are not changed; new tensors are created on their device. Scores may
be as large as 1000.

Do not use `F.scaled_dot_product_attention` or `nn.MultiheadAttention`.

Example where all scores are 0:

    q = k = torch.zeros(3, 4)
    attention_weights(q, k, causal=True)      # [[1, 0, 0], [1/2, 1/2, 0], [1/3, 1/3, 1/3]]
"""

import torch


def attention_weights(q: torch.Tensor, k: torch.Tensor, causal: bool) -> torch.Tensor:
    raise NotImplementedError  # TODO: scores, mask, softmax


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> torch.Tensor:
    raise NotImplementedError  # TODO
