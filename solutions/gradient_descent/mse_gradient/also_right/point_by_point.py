"""No arrays at all: each sample adds its part of the gradient."""


def mse_gradient(b, w, x, y):
    b_grad = w_grad = 0.0
    for xi, yi in zip(x.tolist(), y.tolist()):
        term = 2 * (b + w * xi - yi) / len(x)
        b_grad += term
        w_grad += term * xi
    return b_grad, w_grad
