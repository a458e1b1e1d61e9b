# studykit: optimizers/sgd_update
"""Puts terminal commands into the name and the text of its exception: clear the screen, set the title, forge a line.

Expect: failed
"""


def sgd_update(params, lr):
    name = "Done\x1b[2J\x1b]0;owned\x07\r\x9b1A"
    raise type(name, (Exception,), {})("\x1b[2Jpassed\r\x1b[1A")
