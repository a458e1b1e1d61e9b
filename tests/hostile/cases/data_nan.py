# studykit: optimizers/sgd_update
"""Makes every number NaN, which is unequal to everything and so never found different by <.

Expect: failed
"""


def sgd_update(params, lr):
    for p in params:
        p.data.fill_(float("nan"))
