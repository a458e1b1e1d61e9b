"""`yhat -= y` and `yhat **= 2` write into the caller's array: after the call its predictions are gone. `yhat - y` makes
a new array.

Cards: gradient_descent/name-is-no-copy
"""


def forward(b, w, x):
    return b + w * x


def mse(yhat, y):
    yhat -= y
    yhat **= 2
    return yhat.mean()
