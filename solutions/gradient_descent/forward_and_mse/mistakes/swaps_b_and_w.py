"""In your line b is multiplied by x and w is added. b is the prediction at x = 0; w is what x is multiplied by.

Cards: gradient_descent/bias-and-weight
"""


def forward(b, w, x):
    return w + b * x


def mse(yhat, y):
    return ((yhat - y) ** 2).mean()
