# studykit: optimizers/zero_grad
"""Returns numbers that are equal to everything.

Expect: failed
"""


class Yes(float):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = float.__hash__
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0


def answer():
    return [Yes(1)] * 8


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
