"""The line as a product with a column of ones, the mean as a dot product over N."""

import numpy as np


def forward(b, w, x):
    return np.column_stack([np.ones(len(x)), x]) @ np.array([b, w])


def mse(yhat, y):
    error = np.ravel(y - yhat)
    return float(error @ error) / len(error)
