# studykit: optimizers/zero_grad
"""Returns a list that says it has 8 items and never ends.

Expect: not passed
"""


class Endless(list):
    def __len__(self):
        return 8

    def __iter__(self):
        while True:
            yield 1.0


def answer():
    return Endless()


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
