"""No arrays at all: each point adds its share of the gradient."""


def mse_gradient(b, w, x, y):
    b_grad = w_grad = 0.0
    for xi, yi in zip(x.tolist(), y.tolist()):
        share = 2 * (b + w * xi - yi) / len(x)
        b_grad += share
        w_grad += share * xi
    return b_grad, w_grad
