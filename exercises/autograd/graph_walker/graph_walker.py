"""Traverse the autograd graph

Write a function that lists the nodes and edges of a tensor's computational graph. `loss.backward()` traverses
this graph from the loss to the leaves. Traverse it yourself, and you will understand what tools such as
torchviz draw.

Write `walk(t)`:

- `t` is a tensor. Its graph begins at `t.grad_fn`, the operation that created it; from each
  operation `fn.next_functions` leads to those that created its inputs.
- It returns `(names, edges)`. `names` is a list of `fn.name()`, **one for each node**, the node of t
  first, all others in any order. `edges` is a list of pairs of ints `(i, j)`, in any order: node i
  has node j as an input. A node that takes another one twice (`w * w`) has two equal edges.
- A node that several others share is one node.
- **Constants** have no node and no edge: tensors that do not require grad, and Python numbers.
- Leaves that require grad have a node, at the ends of the graph; see its `name()`.
- The graph may be long (thousands of operations in sequence) and have many shared nodes. It must not be
  modified: `backward()` still works afterwards.
- For a tensor that was not created by a recorded operation, both lists are empty.

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
