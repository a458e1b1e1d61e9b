"""Positive and negative numbers each get their own formula; the axis in question is brought to the end and back."""

import numpy as np


def sigmoid(z):
    p, positive = np.empty_like(z), z >= 0
    p[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    p[~positive] = e / (1 + e)
    return p


def logit(p):
    return np.log(p / (1 - p))


def softmax(z, axis=-1):
    rows = np.moveaxis(z, axis, -1)
    e = np.exp(rows - np.max(rows, -1)[..., np.newaxis])
    return np.moveaxis(e / np.sum(e, -1)[..., np.newaxis], -1, axis)


def log_softmax(z, axis=-1):
    top = np.max(z, axis, keepdims=True)
    return z - (top + np.log(np.sum(np.exp(z - top), axis, keepdims=True)))
