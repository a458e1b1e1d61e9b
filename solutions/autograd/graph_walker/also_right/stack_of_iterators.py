"""Depth first with a stack of half-read inputs; edges are lists, written as the walk goes."""


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
        source = next(rest, (False, 0))[0]
        if source is False:
            stack.pop()
        elif source is not None:
            here = known[node]
            if source not in known:
                enter(source)
            edges.append([here, known[source]])
    return names, edges
