# studykit: optimizers/sgd_update
"""Finds the optimizer among the subclasses of object.

Expect: failed
"""


def all_classes(kind):
    for child in type.__subclasses__(kind):
        yield child
        yield from all_classes(child)


def sgd_update(params, lr):
    opt = next(c for c in all_classes(object) if c.__name__ == "SGD")
    opt(params, lr=lr).step()
