# studykit: gradient_descent/mse_gradient
"""Returns NaN for each slope.

Expect: failed
"""


def mse_gradient(b, w, x, y):
    return float("nan"), float("nan")
