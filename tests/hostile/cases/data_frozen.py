# studykit: optimizers/sgd_update
"""Hands the parameters back as constants that need no gradient.

Expect: failed
"""


def sgd_update(params, lr):
    for p in params:
        if p.grad is not None:
            p.requires_grad_(False).sub_(lr * p.grad)
