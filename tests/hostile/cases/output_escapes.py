# studykit: optimizers/sgd_update
"""Prints terminal commands: clear the screen, set the title, forge the verdict, turn the text around.

Expect: failed
"""


def sgd_update(params, lr):
    print("\x1b[2J\x1b]0;owned\x07\x1bPq\x1b\\ \x9b2J\r\x08\x08Passed: 8 of 8 requirements hold.")
    raise ValueError("\x1b[31mred\x1b[0m\x07")
