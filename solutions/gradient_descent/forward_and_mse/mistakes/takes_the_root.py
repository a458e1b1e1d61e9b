"""That is the RMSE, the root of the mean squared error. The MSE keeps the square.

Cards: gradient_descent/mean-of-squares
"""

import numpy as np


def forward(b, w, x):
    return b + w * x


def mse(yhat, y):
    return np.sqrt(((yhat - y) ** 2).mean())
