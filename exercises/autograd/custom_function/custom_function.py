"""A custom autograd function

Write the class `LeakySoftplus`, a subclass of `torch.autograd.Function`, with your own backward pass. It is a smooth version of leaky ReLU,
with a learnable slope for negative inputs. A custom function is needed if autograd cannot differentiate the forward pass, or if you know
a more stable or cheaper gradient.

    f(x, slope) = slope · x + (1 − slope) · softplus(x),    softplus(x) = log(1 + exp(beta · x)) / beta

- `LeakySoftplus.apply(x, slope, beta)` returns f for each element of x.
- `x`: a float tensor of any shape. `slope`: a tensor of shape (), of the same dtype and device as x. `beta`: a positive Python float.
- The output has the shape, dtype and device of x.
- The gradients with respect to x and slope are those of f, for any gradient that arrives from the next layer.
- `backward(ctx, grad_output)` returns three values, one for each argument of `apply`. Each gradient has the shape of its input.
- The value for beta is None, and also the value for an input that needs no gradient: see `ctx.needs_input_grad`.
- Output and gradients are finite and accurate for large inputs: in float32 for x · beta from −10000 to 10000.
- Second derivatives are those of f as well: `torch.autograd.gradcheck` and `torch.autograd.gradgradcheck` accept the function in float64.
- The tensors for the backward pass are saved with `ctx.save_for_backward`. If x is changed in place after the forward pass, the backward
  pass then raises a RuntimeError, instead of returning a wrong gradient.
- Neither the inputs nor `grad_output` are changed in place.

Example:

    x = torch.tensor([0.0, 2.0], requires_grad=True)
    y = LeakySoftplus.apply(x, torch.tensor(0.1), 1.0)      # tensor([0.6238, 2.1142], ...)
    y.sum().backward()                                      # x.grad is tensor([0.5500, 0.8927])
"""

import torch


class LeakySoftplus(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: torch.Tensor, slope: torch.Tensor, beta: float) -> torch.Tensor:
        raise NotImplementedError  # TODO: the values, and what backward needs

    @staticmethod
    def backward(ctx, grad_output: torch.Tensor) -> tuple[torch.Tensor | None, torch.Tensor | None, None]:
        raise NotImplementedError  # TODO: one gradient for each argument of forward
