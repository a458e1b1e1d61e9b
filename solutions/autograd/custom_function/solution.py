"""The inputs are saved; the backward pass computes everything else from them with differentiable operations."""

import torch
from torch.nn import functional as F


class LeakySoftplus(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: torch.Tensor, slope: torch.Tensor, beta: float) -> torch.Tensor:
        ctx.save_for_backward(x, slope)
        ctx.beta = beta
        return slope * x + (1 - slope) * F.softplus(x, beta)

    @staticmethod
    def backward(ctx, grad_output: torch.Tensor) -> tuple[torch.Tensor | None, torch.Tensor | None, None]:
        x, slope = ctx.saved_tensors
        grad_x = grad_slope = None
        if ctx.needs_input_grad[0]:
            grad_x = grad_output * (slope + (1 - slope) * torch.sigmoid(ctx.beta * x))
        if ctx.needs_input_grad[1]:
            grad_slope = (grad_output * (x - F.softplus(x, ctx.beta))).sum()
        return grad_x, grad_slope, None
