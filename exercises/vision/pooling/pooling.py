"""Max and average pooling by hand

Pooling looks at a picture from further away: less to compute, and each number that is left stands for more of the image. It learns
nothing, but gradients must find their way back through it.

Write two functions, `max_pool2d(x, kernel, stride=None, padding=(0, 0))` and `avg_pool2d(x, kernel, stride=None, padding=(0, 0))`:

- `x`: (N, C, H, W), float32 or float64. `kernel`, `stride`, `padding`: pairs, for the **height** first and then for the width.
- Without a stride the windows lie side by side: the stride is the kernel. Where a window no longer fits in whole, there is none.
- The padding is a border on either side, at most half as wide as the kernel.
- Both give (N, C, H', W'), of x's dtype: each channel of each image is pooled by itself.
- `max_pool2d`: the largest number of each window. The border never is the largest, whatever the image holds.
- `avg_pool2d`: the sum of a window's pixels by kh · kw: the border counts as zeros.
- Gradients reach x. That of the maximum goes to the largest number of the window **alone**; of equal ones to the first, row by row from
  the top left.
- x is not changed.

Torch's own poolings are not to be used.

Example:

    x = torch.tensor([[[[1.0, 4.0, 2.0], [4.0, 0.0, 3.0]]]])
    max_pool2d(x, (2, 2))                               # [[[[4.]]]]
    avg_pool2d(x, (2, 2), stride=(1, 1))                # [[[[2.2500, 2.2500]]]]
    max_pool2d(-x, (1, 2), padding=(0, 1))              # [[[[-1., -2.], [-4., 0.]]]]
"""

import torch

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    raise NotImplementedError  # TODO: what does the border hold, and who gets the gradient?


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    raise NotImplementedError  # TODO
