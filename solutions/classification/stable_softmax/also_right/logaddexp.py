"""`np.logaddexp` computes ln(eᵃ + eᵇ) without overflow; the softmax is the exponential of the log-softmax."""

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0.0, -z))


def logit(p):
    return -np.log(1 / p - 1)


def softmax(z, axis=-1):
    return np.exp(log_softmax(z, axis))


def log_softmax(z, axis=-1):
    return z - np.expand_dims(np.logaddexp.reduce(z, axis=axis), axis)
