"""A shuffled list, from which one batch after the other is sliced off."""

import random

import numpy as np


def descend(x, y, b, w, lr, n_epochs, batch_size, seed):
    rng, b, w = random.Random(seed), float(b[0]), float(w[0])
    path, points = [(b, w)], list(zip(x[:, 0].tolist(), y[:, 0].tolist(), strict=True))
    for _ in range(n_epochs):
        rest = rng.sample(points, len(points))
        while rest:
            batch, rest = rest[:batch_size], rest[batch_size:]
            errors = [b + w * p - t for p, t in batch]
            b_grad = 2 * sum(errors) / len(batch)
            w_grad = 2 * sum(p * e for (p, _), e in zip(batch, errors, strict=True)) / len(batch)
            b, w = b - lr * b_grad, w - lr * w_grad
            path.append((b, w))
    return np.array(path)
