"""Sampling from logits: temperature, top-k and top-p (nucleus)

Write the step that chooses the next token from the logits of a language model. The temperature makes the distribution sharper or flatter;
top-k and top-p remove unlikely tokens before sampling.

Write `filter_logits(logits, temperature, top_k, top_p)`:

- `logits` has shape (..., V), float32 or float64: V logits for each element of the leading dims, of which there may be none. All are
  finite, and the logits of one distribution differ from each other.
- It returns a tensor of the same shape and dtype, on the same device. Leading dims are independent of each other.
- First, the logits are divided by `temperature`, a float above 0.
- Second, if `top_k` is not None, only the `top_k` largest logits remain. `top_k` is at least 1; if it is larger than V, all remain.
- Third, if `top_p` is not None, 0 < `top_p` < 1, only the nucleus remains: the smallest set of the most probable tokens whose probabilities
  add up to at least `top_p`. The probabilities are the softmax of the logits that remain after the first two steps. So the most
  probable token always remains.
- A logit that remains has its value after the first step. Every other one is −∞.

Write `sample(logits, generator, temperature=1.0, top_k=None, top_p=None)`:

- `logits` has shape (N, V). It returns an int64 tensor of shape (N,): for each of the N distributions one token id.
- The id is sampled from the softmax of the filtered logits. The N ids are sampled independently.
- `generator` is a `torch.Generator` on the device of the logits. All randomness comes from it: the same state of the generator gives the
  same ids, each call advances it, and the global random state does not change.
- With `temperature=0` the id is that of the largest logit (greedy decoding), whatever the other arguments are.

The logits that are passed in are not changed. They may be as large as 1000.

Example:

    logits = torch.tensor([0.5, 0.3, 0.15, 0.05]).log()
    filter_logits(logits, 1.0, 3, None).softmax(-1)     # [0.5263, 0.3158, 0.1579, 0.]
    filter_logits(logits, 1.0, None, 0.7).softmax(-1)   # [0.6250, 0.3750, 0., 0.]
    filter_logits(logits, 0.5, None, 0.7).softmax(-1)   # [0.7353, 0.2647, 0., 0.]
"""

import torch


def filter_logits(logits: torch.Tensor, temperature: float, top_k: int | None, top_p: float | None) -> torch.Tensor:
    raise NotImplementedError  # TODO: temperature, then top-k, then top-p


def sample(
    logits: torch.Tensor,
    generator: torch.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> torch.Tensor:
    raise NotImplementedError  # TODO: one token id for each distribution
