# studykit: optimizers/zero_grad
"""Returns an int whose text takes forever and whose value is none.

Expect: not passed
"""


class Odd(int):
    def __int__(self):
        return 10**100_000

    def __str__(self):
        return "x" * 10**7


def answer():
    return [Odd(1)] * 8


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
