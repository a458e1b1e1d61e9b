"""Separate formulas for positive and negative values; the axis is moved to the end and back."""

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
    moved = np.moveaxis(z, axis, -1)
    e = np.exp(moved - np.max(moved, -1)[..., np.newaxis])
    return np.moveaxis(e / np.sum(e, -1)[..., np.newaxis], -1, axis)


def log_softmax(z, axis=-1):
    largest = np.max(z, axis, keepdims=True)
    return z - (largest + np.log(np.sum(np.exp(z - largest), axis, keepdims=True)))
