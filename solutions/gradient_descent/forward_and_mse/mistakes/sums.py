"""Your loss is the sum of the squares: it grows with the number of rows, so losses of data sets of different size
can not be compared. The M of MSE is the mean: divide by N.

Cards: gradient_descent/one-loss-for-all-rows
"""


def forward(b, w, x):
    return b + w * x


def mse(yhat, y):
    return ((yhat - y) ** 2).sum()
