"""Both softplus and x − softplus(x) are values of `logsigmoid`; the list of gradients starts with None everywhere."""

import torch
from torch.nn import functional as F


class LeakySoftplus(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope, beta):
        positive = -F.logsigmoid(-beta * x) / beta
        ctx.save_for_backward(x, slope)
        ctx.beta = beta
        return positive + slope * (x - positive)

    @staticmethod
    def backward(ctx, grad_output):
        x, slope = ctx.saved_tensors
        grads = [None, None, None]
        if ctx.needs_input_grad[0]:
            gate = torch.special.expit(ctx.beta * x)
            grads[0] = grad_output * gate + grad_output * slope * (1 - gate)
        if ctx.needs_input_grad[1]:
            grads[1] = (grad_output * F.logsigmoid(ctx.beta * x)).sum() / ctx.beta
        return tuple(grads)
