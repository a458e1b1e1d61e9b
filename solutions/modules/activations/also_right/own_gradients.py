"""Each activation as a torch.autograd.Function with its own backward."""

import torch


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x) if slope else x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, grad_output, ctx.slope * grad_output), None


class Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = 1 / (1 + torch.exp(-x))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad_output):
        (s,) = ctx.saved_tensors
        return grad_output * s * (1 - s)


def relu(x):
    return LeakyReLU.apply(x, 0.0)


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, float(slope)) if slope else relu(x)


def sigmoid(x):
    return Sigmoid.apply(x)


def tanh(x):
    return 2 * Sigmoid.apply(2 * x) - 1
