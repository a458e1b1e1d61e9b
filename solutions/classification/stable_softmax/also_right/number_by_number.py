"""Python's own `math`, number by number and line by line, with the ends of the logit told apart by hand."""

import math

import numpy as np


def sigmoid(z):
    def one(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

    return np.array([one(x) for x in z.flat]).reshape(z.shape)


def logit(p):
    def one(x):
        return -math.inf if x == 0 else math.inf if x == 1 else math.log(x) - math.log1p(-x)

    return np.fromiter(map(one, p.ravel()), dtype=float).reshape(p.shape)


def softmax(z, axis=-1):
    def line(values):
        top = max(values)
        powers = [math.exp(x - top) for x in values]
        return np.array(powers) / math.fsum(powers)

    return np.apply_along_axis(line, axis, z)


def log_softmax(z, axis=-1):
    def line(values):
        top = max(values)
        return values - top - math.log(math.fsum(math.exp(x - top) for x in values))

    return np.apply_along_axis(line, axis, z)
