# studykit: optimizers/zero_grad
"""Returns a list that holds itself.

Expect: failed
"""


def answer():
    loop = []
    loop.append(loop)
    return loop


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
