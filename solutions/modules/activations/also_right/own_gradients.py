"""Each activation as a function of autograd with its gradient written out."""

import torch


class Kinked(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x) if slope else x.clamp(min=0)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, gradient, ctx.slope * gradient), None


class Logistic(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = 1 / (1 + torch.exp(-x))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, gradient):
        (s,) = ctx.saved_tensors
        return gradient * s * (1 - s)


def relu(x):
    return Kinked.apply(x, 0.0)


def leaky_relu(x, slope=0.01):
    return Kinked.apply(x, float(slope)) if slope else relu(x)


def sigmoid(x):
    return Logistic.apply(x)


def tanh(x):
    return 2 * Logistic.apply(2 * x) - 1
