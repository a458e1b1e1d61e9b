"""Walk the graph

`loss.backward()` walks back along everything that was recorded. Walk the same way yourself, and
you will know what the tools show that draw the graph of a computation.

Write `walk(t)`:

- `t` is a tensor. Its graph begins at `t.grad_fn`, the operation that has made it; from each
  operation `fn.next_functions` leads to those that have made its inputs.
- It returns `(names, edges)`. `names` is a list of `fn.name()`, **one for each node**, the node of t
  first, all others in any order. `edges` is a list of pairs of ints `(i, j)`, in any order: node i
  has node j as an input. A node that takes another one twice (`w * w`) has two equal edges.
- A node that several others share is one node.
- **Constants** have no node and no edge: tensors that do not require grad, and plain numbers.
- Leaves that require grad do have one, at the ends of the graph; `name()` tells what it is.
- The graph may be long (thousands of operations in a row) and full of shared nodes. It is only
  looked at: `backward()` works afterwards as before.
- For a tensor that no recorded operation has made, both lists are empty.

Example:

    b, w = (torch.ones(1, requires_grad=True) for _ in range(2))
    walk(b + w * torch.rand(3))
    # (["AddBackward0", "torch::autograd::AccumulateGrad", "MulBackward0",
    #   "torch::autograd::AccumulateGrad"],
    #  [(0, 1), (0, 2), (2, 3)])

torch is all you need.
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    raise NotImplementedError  # TODO: every node once, every edge
