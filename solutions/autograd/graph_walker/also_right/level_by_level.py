"""Breadth-first search: nodes in a list that grows while it is iterated over, then all edges at once."""


def inputs(node):
    return [parent for parent, _ in node.next_functions if parent is not None]


def walk(t):
    nodes = [t.grad_fn] if t.grad_fn is not None else []
    seen = set(nodes)
    for node in nodes:
        for parent in inputs(node):
            if parent not in seen:
                seen.add(parent)
                nodes.append(parent)
    index = {node: i for i, node in enumerate(nodes)}
    return [node.name() for node in nodes], [(index[node], index[parent]) for node in nodes for parent in inputs(node)]
