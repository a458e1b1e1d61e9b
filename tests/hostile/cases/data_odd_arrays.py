# studykit: gradient_descent/mse_gradient
"""Returns arrays of objects, of text and of dates, and an array class that lies about its numbers.

Expect: failed
"""

import numpy as np


class Lying(np.ndarray):
    def __array_finalize__(self, other):
        self.lies = True

    def __array__(self, *args, **options):
        return np.array([object()])


def mse_gradient(b, w, x, y):
    return np.array([object(), "text"]), np.zeros(3).view(Lying)
