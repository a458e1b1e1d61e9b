"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from hashlib import sha256

import torch


def walked(submission, recipe, values):
    """What `walk` gives for a tensor made by one of the recipes below."""
    return parts(submission.walk(RECIPES[recipe](*leaves(values))))


def walked_twice(submission, recipe, values):
    """What two walks of one tensor give, and a third of a tensor that is computed from it."""
    result = RECIPES[recipe](*leaves(values))
    return [parts(submission.walk(t)) for t in (result, result, -result)]


def kinds(submission, recipe, values):
    """The types of what `walk` gives: of both lists, of the names, of the edges' parts; and how many parts an edge has."""
    names, edges = submission.walk(RECIPES[recipe](*leaves(values)))
    return {
        "lists": [type(names).__name__, type(edges).__name__],
        "names": sorted({type(name).__name__ for name in names}),
        "ends of edges": sorted({type(end).__name__ for edge in edges for end in edge}),
        "ends per edge": sorted({len(edge) for edge in edges}),
    }


def walked_without_a_graph(submission, value):
    """What `walk` gives for a leaf that requires grad, for a constant, and for a result that was not recorded."""
    leaf = value.clone().requires_grad_()
    with torch.no_grad():
        unrecorded = leaf * 2
    return [[list(part) for part in submission.walk(t)] for t in (leaf, value, unrecorded)]


def backward_afterwards(submission, recipe, values):
    """The gradients of the leaves when backward runs after a walk."""
    own = leaves(values)
    result = RECIPES[recipe](*own).sum()
    submission.walk(result)
    result.backward()
    return [p.grad for p in own]


def parts(walked):
    names, edges = in_one_order(list(walked[0]), [list(edge) for edge in walked[1]])
    return {"names": names, "edges": edges}


def in_one_order(names, edges):
    """The same graph, its nodes in an order that depends on the graph alone, but for the first, and its edges sorted; what is no graph as
    it is."""
    if not all(isinstance(name, str) for name in names):
        return names, edges
    if not all(len(edge) > 1 and all(type(end) is int and 0 <= end < len(names) for end in edge[:2]) for edge in edges):
        return names, edges
    below, above = digests(names, [(i, j) for i, j, *_ in edges]), digests(names, [(j, i) for i, j, *_ in edges])
    order = sorted(range(len(names)), key=lambda i: (i > 0, below[i], above[i]))
    index = {i: new for new, i in enumerate(order)}
    return [names[i] for i in order], sorted([index[i], index[j], *rest] for i, j, *rest in edges)


def digests(names, edges):
    """For each node a text that stands for its name and all that its edges lead to; nothing on a cycle."""
    ends, users = ([[] for _ in names] for _ in range(2))
    for i, j in edges:
        ends[i].append(j)
        users[j].append(i)
    waiting, found = [len(towards) for towards in ends], [""] * len(names)
    ready = [i for i, count in enumerate(waiting) if not count]
    while ready:
        i = ready.pop()
        found[i] = sha256("".join([names[i], *sorted(found[j] for j in ends[i])]).encode()).hexdigest()
        for user in users[i]:
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    return found


def leaves(values):
    return [v.clone().requires_grad_() for v in values]


def line(b, w):
    return b + w * torch.ones_like(w)


def mse(b, w):
    x = torch.ones(4, dtype=w.dtype, device=w.device)
    return ((b + x * w - 3 * x) ** 2).mean()


def square(b, w):
    return w * w + 1


def same_names(b, w):
    return (b + w) + (b + (w + 2.0))


def ladder(b, w):
    """Each sum is used twice by the next: 200 nodes, 2 ** 200 paths."""
    for _ in range(200):
        w = w + w
    return w


def chain(b, w):
    for _ in range(3000):
        w = -w
    return w


def as_far_as(b, w):
    """Its length depends on the values."""
    for _ in range(20):  # far more than 100 asks for, and an end
        if w.sum() >= 100:
            break
        w = w * 2 + b
    return w


def pieces(b, w):
    first, second = torch.stack([b, w, b]).split([1, 2])
    return first.sum() * second.sum()


RECIPES = {
    "line": line, "mse": mse, "square": square, "same_names": same_names,
    "ladder": ladder, "chain": chain, "as_far_as": as_far_as, "pieces": pieces,
}  # fmt: skip
