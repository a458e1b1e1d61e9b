# studykit: optimizers/zero_grad
"""Returns a dict whose items never end.

Expect: not passed
"""


class Endless(dict):
    def items(self):
        while True:
            yield "loss", [1.0] * 1000


def answer():
    return Endless()


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
