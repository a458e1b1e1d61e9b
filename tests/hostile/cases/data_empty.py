# studykit: optimizers/sgd_update
"""Makes each parameter a tensor without a single number, about which everything is true.

Expect: failed
"""


def sgd_update(params, lr):
    for p in params:
        p.data = p.data[:0] if p.dim() else p.data.new_empty(0)
