"""Python's `math`, element by element and vector by vector, with special cases for the logit of 0 and 1."""

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
    def vector(values):
        largest = max(values)
        exps = [math.exp(x - largest) for x in values]
        return np.array(exps) / math.fsum(exps)

    return np.apply_along_axis(vector, axis, z)


def log_softmax(z, axis=-1):
    def vector(values):
        largest = max(values)
        return values - largest - math.log(math.fsum(math.exp(x - largest) for x in values))

    return np.apply_along_axis(vector, axis, z)
