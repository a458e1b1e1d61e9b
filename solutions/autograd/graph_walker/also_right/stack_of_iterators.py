"""Depth-first search with a stack of iterators over the inputs; edges are lists, appended during the traversal."""


def walk(t):
    names, edges, known = [], [], {}

    def enter(node):
        known[node] = len(names)
        names.append(node.name())
        stack.append((node, iter(node.next_functions)))

    stack = []
    if t.grad_fn:
        enter(t.grad_fn)
    while stack:
        node, rest = stack[-1]
        parent = next(rest, (False, 0))[0]
        if parent is False:
            stack.pop()
        elif parent is not None:
            i = known[node]
            if parent not in known:
                enter(parent)
            edges.append([i, known[parent]])
    return names, edges
