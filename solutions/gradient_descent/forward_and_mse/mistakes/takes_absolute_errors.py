"""That is the mean absolute error. The MSE squares each error, so large errors weigh more than small ones.

Cards: gradient_descent/mean-of-squares
"""

import numpy as np


def forward(b, w, x):
    return b + w * x


def mse(yhat, y):
    return np.abs(yhat - y).mean()
