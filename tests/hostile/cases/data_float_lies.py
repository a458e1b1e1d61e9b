# studykit: optimizers/zero_grad
"""Returns a float whose conversions each give something else.

Expect: not passed
"""


class Odd(float):
    def __float__(self):
        raise SystemExit(0)

    def hex(self):
        return "nan"


def answer():
    return [Odd(1)] * 8


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
