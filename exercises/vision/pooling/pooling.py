"""Max and average pooling from scratch

Write max pooling and average pooling with their gradients. Pooling reduces the height and width of a feature map: less computation, and a
larger receptive field for the following layers. It has no parameters, but gradients must flow through it.

Write two functions, `max_pool2d(x, kernel, stride=None, padding=(0, 0))` and `avg_pool2d(x, kernel, stride=None, padding=(0, 0))`:

- `x`: (N, C, H, W), float32 or float64. `kernel`, `stride`, `padding`: pairs, for the **height** first and then for the width.
- The default stride is the kernel size, so that the windows do not overlap. A window that does not fit completely is left out.
- The padding is added on both sides, at most half of the kernel size.
- Both return (N, C, H', W'), of x's dtype: each channel of each image is pooled separately.
- `max_pool2d`: the largest value of each window. The padding is never the largest value, whatever the image contains.
- `avg_pool2d`: the sum of a window's pixels divided by kh · kw: the padding counts as zeros.
- Gradients flow to x. The gradient of a maximum goes to **one** element only; if several are equal, to the first in row-major order.
- x is not changed.

Do not use torch's own pooling functions.

Example:

    x = torch.tensor([[[[1.0, 4.0, 2.0], [4.0, 0.0, 3.0]]]])
    max_pool2d(x, (2, 2))                               # [[[[4.]]]]
    avg_pool2d(x, (2, 2), stride=(1, 1))                # [[[[2.2500, 2.2500]]]]
    max_pool2d(-x, (1, 2), padding=(0, 1))              # [[[[-1., -2.], [-4., 0.]]]]
"""

import torch

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    raise NotImplementedError  # TODO: which padding value, and which element gets the gradient?


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    raise NotImplementedError  # TODO
