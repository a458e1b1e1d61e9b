"""The derivatives are custom functions themselves, for softplus and its derivative, the sigmoid."""

import torch


def formula(x, slope, beta):
    u = beta * x
    softplus = (u.clamp(min=0) + torch.log1p(torch.exp(-u.abs()))) / beta
    return slope * x + (1 - slope) * softplus


class Sigmoid(torch.autograd.Function):
    """1 / (1 + exp(−u)), with a saved output."""

    @staticmethod
    def forward(ctx, u):
        small = torch.exp(-u.abs())
        out = torch.where(u >= 0, 1 / (1 + small), small / (1 + small))
        ctx.save_for_backward(out)
        return out

    @staticmethod
    def backward(ctx, grad_output):
        (out,) = ctx.saved_tensors
        return grad_output * out * (1 - out)


class LeakySoftplus(torch.autograd.Function):
    @staticmethod
    def forward(ctx, *inputs):
        ctx.save_for_backward(*inputs[:2])
        ctx.beta = inputs[2]
        return formula(*inputs)

    @staticmethod
    def backward(ctx, grad_output):
        x, slope = ctx.saved_tensors
        rising = Sigmoid.apply(ctx.beta * x)
        for_x = grad_output * torch.lerp(rising, torch.ones_like(x), slope) if ctx.needs_input_grad[0] else None
        if not ctx.needs_input_grad[1]:
            return for_x, None, None
        return for_x, torch.dot(grad_output.flatten(), (x - Softplus.apply(x, ctx.beta)).flatten()), None


class Softplus(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x)
        ctx.beta = beta
        return formula(x, 0.0, beta)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * Sigmoid.apply(ctx.beta * x), None
