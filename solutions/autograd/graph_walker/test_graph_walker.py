"""Graphs compared by names and connections, independent of node indices: small ones against lists, long ones against their structure."""

from collections import Counter

import pytest
import torch
from torch.testing import assert_close

LEAF = "torch::autograd::AccumulateGrad"
ADD, MUL, SUB, POW, MEAN, SUM, NEG = (f"{name}Backward0" for name in ("Add", "Mul", "Sub", "Pow", "Mean", "Sum", "Neg"))


pytestmark = pytest.mark.given(
    "`loss.backward()` traverses this graph from the loss to the leaves.",
    "Traverse it yourself, and you will understand what tools such as torchviz draw.",
    "Write `walk(t)`:",
    "`t` is a tensor.",
    "torch is all you need.",
)


@pytest.fixture
def values(rng, device):
    return [torch.rand(1, generator=rng).to(device) + 0.5 for _ in range(2)]


@pytest.mark.asks("It returns `(names, edges)`.", "`names` is a list of `fn.name()`", "`edges` is a list of pairs of ints `(i, j)`")
def test_two_lists(probes, values):
    """The function returns two lists: one of strings, and one of pairs of ints."""
    expected = {"lists": ["list", "list"], "names": ["str"], "ends of edges": ["int"], "ends per edge": [2]}
    assert probes.kinds("mse", values) == expected, "types of what walk returns"


@pytest.mark.concept("autograd/next-functions")
@pytest.mark.concept("autograd/constants-are-not-there")
@pytest.mark.asks("**Constants** have no node and no edge", "Leaves that require grad have a node", "see its `name()`.")
def test_a_line(probes, values):
    """The graph of b + w · x has four nodes: the sum, the product and the two leaves. The constant x has none."""
    same(probes.walked("line", values), [ADD, LEAF, MUL, LEAF], [(0, 1), (0, 2), (2, 3)])


@pytest.mark.concept("autograd/grad-fn")
@pytest.mark.asks(
    "Its graph begins at `t.grad_fn`", "from each operation `fn.next_functions` leads to those", "node i has node j as an input"
)
def test_a_mean_squared_error(probes, values):
    """The graph of the mean squared error of a linear model consists of mean, power, difference, sum, product and two leaves."""
    names = [MEAN, POW, SUB, ADD, LEAF, MUL, LEAF]
    same(probes.walked("mse", values), names, [(0, 1), (1, 2), (2, 3), (3, 4), (3, 5), (5, 6)])


@pytest.mark.concept("autograd/grad-fn")
@pytest.mark.asks("the node of t first, all others in any order")
@pytest.mark.parametrize(("recipe", "name"), [("line", ADD), ("mse", MEAN), ("square", ADD), ("pieces", MUL), ("chain", NEG)])
def test_the_node_of_t_comes_first(probes, values, recipe, name):
    """The first node is the operation that created t: no edge leads to it."""
    got = probes.walked(recipe, values)
    assert got["names"][0] == name, "name of the first node"
    assert [edge for edge in got["edges"] if edge[1] == 0] == [], "edges that lead to the first node"


@pytest.mark.concept("autograd/shared-node-once")
@pytest.mark.asks("A node that takes another one twice (`w * w`) has two equal edges.")
def test_a_tensor_taken_twice(probes, values):
    """The graph of w · w + 1 has one leaf, and two edges that lead to it."""
    same(probes.walked("square", values), [ADD, MUL, LEAF], [(0, 1), (1, 2), (1, 2)])


@pytest.mark.concept("autograd/shared-node-once")
@pytest.mark.asks("**one for each node**", "A node that several others share is one node.")
def test_nodes_of_the_same_name(probes, values):
    """Operations with the same name are separate nodes, and a leaf that two of them share is one node."""
    same(probes.walked("same_names", values), [ADD] * 4 + [LEAF] * 2, [(0, 1), (0, 2), (2, 3), (1, 4), (2, 4), (1, 5), (3, 5)])


def test_one_of_several_results(probes, values):
    """An operation with several results, and one that takes a leaf twice, are one node each."""
    names = [MUL, SUM, SUM, "SplitWithSizesBackward0", "StackBackward0", LEAF, LEAF]
    same(probes.walked("pieces", values), names, [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 5), (4, 6), (4, 5)])


@pytest.mark.concept("autograd/shared-node-once")
@pytest.mark.asks("and have many shared nodes")
def test_many_shared_nodes(probes, values):
    """A graph of 200 sums, each of which takes the previous one twice, has 201 nodes, and is traversed quickly."""
    same(probes.walked("ladder", values), [ADD] * 200 + [LEAF], [(i, i + 1) for i in range(200) for _ in range(2)])


@pytest.mark.asks("The graph may be long (thousands of operations in sequence)")
def test_a_long_chain(probes, values):
    """A graph of 3000 operations in sequence is traversed, too."""
    same(probes.walked("chain", values), [NEG] * 3000 + [LEAF], [(i, i + 1) for i in range(3000)])


@pytest.mark.concept("autograd/dynamic-graph")
def test_a_loop_that_depends_on_the_data(probes, values):
    """The graph contains as many iterations as the loop actually made."""
    (b, w), iterations = values, 0
    while w.sum() < 100:
        w, iterations = w * 2 + b, iterations + 1
    names = [ADD, MUL] * iterations + [LEAF, LEAF]
    down = (
        [(2 * i, 2 * i + 1) for i in range(iterations)]
        + [(2 * i + 1, 2 * i + 2) for i in range(iterations - 1)]
        + [(2 * iterations - 1, 2 * iterations)]
    )
    same(probes.walked("as_far_as", values), names, down + [(2 * i, 2 * iterations + 1) for i in range(iterations)])


@pytest.mark.concept("autograd/grad-fn")
@pytest.mark.asks("For a tensor that was not created by a recorded operation, both lists are empty.")
def test_no_graph(probes, values):
    """A leaf, a constant and an unrecorded result have no graph: both lists are empty."""
    assert probes.walked_without_a_graph(values[0]) == [[[], []]] * 3, "names and edges of a leaf, a constant and an unrecorded result"


def test_a_second_walk(probes, values):
    """Calls are independent: a second one gives the same result, and a call for another tensor has its own nodes and indices."""
    first, second, further = probes.walked_twice("square", values)
    same(first, [ADD, MUL, LEAF], [(0, 1), (1, 2), (1, 2)])
    same(second, [ADD, MUL, LEAF], [(0, 1), (1, 2), (1, 2)])
    same(further, [NEG, ADD, MUL, LEAF], [(0, 1), (1, 2), (2, 3), (2, 3)])


@pytest.mark.concept("autograd/backward-twice")
@pytest.mark.asks("It must not be modified: `backward()` still works afterwards.")
def test_backward_works_afterwards(probes, values):
    """The graph is not modified: backward afterwards gives the correct gradients."""
    (b, w), got = values, probes.backward_afterwards("mse", values)
    assert all(g is not None for g in got), "a leaf got no gradient"
    assert_close(got, [2 * (b + w - 3), 2 * (b + w - 3)])


def same(got, names, edges):
    """The same graph as that of these names and edges, except for the indices of the nodes."""
    assert Counter(got["names"]) == Counter(names), "names of the nodes, and how many of each"
    assert len(got["edges"]) == len(edges), "number of edges"
    assert all(len(edge) == 2 and all(i in range(len(names)) for i in edge) for edge in got["edges"]), (
        "an edge is not a pair of node indices"
    )
    mine, known = labels(got["names"], got["edges"]), labels(names, edges)
    assert Counter(mine) == Counter(known), "the names and the number of edges are right, but the nodes are not connected correctly"


def labels(names, edges):
    """For each node a label of the nodes below it and of the nodes above it, each as a hash."""
    below, above = ([[] for _ in names] for _ in range(2))
    for i, j in edges:
        below[i].append(j)
        above[j].append(i)
    return list(zip(views(names, below), views(names, above), strict=True))


def views(names, towards):
    """A hash for each node that depends on its name and on the hashes of the nodes it leads to; None on a cycle."""
    waiting = [len(ends) for ends in towards]
    back = [[] for _ in names]
    for i, ends in enumerate(towards):
        for j in ends:
            back[j].append(i)
    ready, found = [i for i, count in enumerate(waiting) if not count], [None] * len(names)
    while ready:
        i = ready.pop()
        found[i] = hash((names[i], tuple(sorted(found[j] for j in towards[i]))))
        for j in back[i]:
            waiting[j] -= 1
            if not waiting[j]:
                ready.append(j)
    return found
