"""`mean(axis=0)` averages down each column and leaves an array of shape (1,). The loss is one number: leave the axis
out.

Cards: gradient_descent/one-loss-for-all-rows
"""


def forward(b, w, x):
    return b + w * x


def mse(yhat, y):
    return ((yhat - y) ** 2).mean(axis=0)
