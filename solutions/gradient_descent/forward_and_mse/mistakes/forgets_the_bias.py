"""Your line goes through the origin: b is never added.

Cards: gradient_descent/bias-and-weight
"""


def forward(b, w, x):
    return w * x


def mse(yhat, y):
    return ((yhat - y) ** 2).mean()
