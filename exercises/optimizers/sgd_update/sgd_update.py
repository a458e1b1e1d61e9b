"""The SGD update

Every optimizer ends in one line of arithmetic. Here you write that line for plain SGD, so that
`optimizer.step()` is never magic again.

Write `sgd_update(params, lr)`:

- `params`: a list of leaf tensors with `requires_grad=True`, of any shape. `p.grad` has the shape
  of `p`, or is None where no gradient reached p.
- `lr`: the learning rate, a float.
- Each parameter moves against its own gradient, p ← p − lr · ∂L/∂p.
- It moves **in place**: the caller's tensors themselves change, in the memory they have, and stay
  leaves that require grad.
- A parameter without a gradient stays as it is.
- Gradients stay as they are. After the call autograd records as before. Nothing is returned.

Example:

    w = torch.tensor([1.0, 2.0], requires_grad=True)
    (w ** 2).sum().backward()      # w.grad is [2., 4.]
    sgd_update([w], lr=0.1)        # w is now [0.8, 1.6], and still a leaf

Not to be used: `torch.optim`.
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    raise NotImplementedError  # TODO: one step of gradient descent
