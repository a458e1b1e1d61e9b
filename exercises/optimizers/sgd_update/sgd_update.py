"""The SGD update

Write the update step of plain SGD, the formula that `optimizer.step()` applies. All other optimizers are
variations of it.

Write `sgd_update(params, lr)`:

- `params`: a list of leaf tensors with `requires_grad=True`, of any shape. `p.grad` has the shape
  of `p`, or is None if p did not take part in the loss.
- `lr`: the learning rate, a float.
- Each parameter is updated with its own gradient, p ← p − lr · ∂L/∂p.
- The update is **in place**: the caller's tensors themselves change, keep their memory, and stay
  leaves that require grad.
- A parameter without a gradient does not change.
- Gradients are not modified. After the call autograd records as before. The function returns None.

Example:

    w = torch.tensor([1.0, 2.0], requires_grad=True)
    (w ** 2).sum().backward()      # w.grad is [2., 4.]
    sgd_update([w], lr=0.1)        # w is now [0.8, 1.6], and still a leaf

Not to be used: `torch.optim`.
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    raise NotImplementedError  # TODO: one step of gradient descent
