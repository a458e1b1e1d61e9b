"""Your predictions have shape (N,), the targets (N, 1). Their difference is a table of N rows and N columns, without
any error message. Keep the shape of x.

Cards: gradient_descent/broadcast-to-rows
"""


def forward(b, w, x):
    return b + w * x[:, 0]


def mse(yhat, y):
    return ((yhat - y) ** 2).mean()
