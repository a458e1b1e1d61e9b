"""The predictions as a matrix product with a column of ones, the mean as a dot product divided by N."""

import numpy as np


def forward(b, w, x):
    return np.column_stack([np.ones(len(x)), x]) @ np.array([b, w])


def mse(y_pred, y):
    error = np.ravel(y - y_pred)
    return float(error @ error) / len(error)
