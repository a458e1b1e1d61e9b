"""Breadth first: nodes in a list that grows while it is read, then all edges at once."""


def inputs(node):
    return [source for source, _ in node.next_functions if source is not None]


def walk(t):
    nodes = [t.grad_fn] if t.grad_fn is not None else []
    seen = set(nodes)
    for node in nodes:
        for source in inputs(node):
            if source not in seen:
                seen.add(source)
                nodes.append(source)
    place = {node: i for i, node in enumerate(nodes)}
    return [node.name() for node in nodes], [(place[node], place[source]) for node in nodes for source in inputs(node)]
