"""Numerical gradient checking

Write a numerical gradient check. A gradient can be wrong although the loss falls. To check it without calculus,
increase and decrease each parameter a little, and compare the change of the loss with the gradient.

`f` is a function that takes a list of tensors and returns their loss, a scalar tensor, in the
dtype of the tensors. `params` is a list of float32 or float64 tensors of any shape and
memory layout (also transposed), on any device; some may be leaves that require grad. Write two
functions:

- `numerical_gradients(f, params, h=1e-6)`: a list of float64 tensors, one for each parameter, of its
  shape and on its device. Each entry is the central difference of the loss: (f with this entry h higher − f with
  this entry h lower) / 2h, all other entries unchanged. It is computed in **float64**, whatever the
  dtype of the parameters.
- `largest_error(f, params, gradients)`: a plain float. `gradients` is a list of tensors with the
  shapes of the parameters, of any float dtype. An entry's relative error is |g − n| / max(1, |g|, |n|), in
  float64, where n is its numerical gradient; the largest one over all entries of all parameters is
  returned.

For both: parameters and their `.grad` must stay exactly the same, bit for bit, and so must `gradients`.
`f` is only called with a list of copies, which share no memory with the caller's tensors. The results
do not require grad.

Example:

    w = torch.tensor([1.0, 2.0])
    square = lambda params: (params[0] ** 2).sum()
    numerical_gradients(square, [w])                               # [tensor([2., 4.])] in float64
    largest_error(square, [w], [torch.tensor([2.0, 5.0])])         # 0.2, which is |5 - 4| / 5

Not to be used: `torch.autograd.gradcheck`, nor any other derivative from autograd.
"""

from collections.abc import Callable

import torch


def numerical_gradients(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], h: float = 1e-6) -> list[torch.Tensor]:
    raise NotImplementedError  # TODO: central differences, entry by entry


def largest_error(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], gradients: list[torch.Tensor]) -> float:
    raise NotImplementedError  # TODO: the largest relative error
