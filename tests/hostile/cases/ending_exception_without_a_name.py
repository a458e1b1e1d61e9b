# studykit: optimizers/sgd_update
"""The class of its exception has a number for a name.

Expect: not passed
"""


def sgd_update(params, lr):
    class Meta(type):
        __name__ = property(lambda self: 5)

    class Odd(Exception, metaclass=Meta):
        pass

    raise Odd
