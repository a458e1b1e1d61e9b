"""Graphs by name and connection, whatever the numbers of the nodes: small ones against lists by hand, long ones against their law."""

from collections import Counter

import pytest
import torch
from torch.testing import assert_close

LEAF = "torch::autograd::AccumulateGrad"
ADD, MUL, SUB, POW, MEAN, SUM, NEG = (f"{name}Backward0" for name in ("Add", "Mul", "Sub", "Pow", "Mean", "Sum", "Neg"))


pytestmark = pytest.mark.given(
    "`loss.backward()` walks back along everything that was recorded.",
    "Walk the same way yourself, and you will know what the tools show that draw the graph of a computation.",
    "Write `walk(t)`:",
    "`t` is a tensor.",
    "torch is all you need.",
)


@pytest.fixture
def values(rng, device):
    return [torch.rand(1, generator=rng).to(device) + 0.5 for _ in range(2)]


@pytest.mark.asks("It returns `(names, edges)`.", "`names` is a list of `fn.name()`", "`edges` is a list of pairs of ints `(i, j)`")
def test_two_lists(probes, values):
    """Two lists come back: one of texts, and one of pairs of ints."""
    expected = {"lists": ["list", "list"], "names": ["str"], "ends of edges": ["int"], "ends per edge": [2]}
    assert probes.kinds("mse", values) == expected, "types of what walk returns"


@pytest.mark.concept("autograd/next-functions")
@pytest.mark.concept("autograd/constants-are-not-there")
@pytest.mark.asks("**Constants** have no node and no edge", "Leaves that require grad do have one", "`name()` tells what it is.")
def test_a_line(probes, values):
    """The graph of b + w · x has four nodes: the sum, the product, and the two leaves. x, a constant, has none."""
    same(probes.walked("line", values), [ADD, LEAF, MUL, LEAF], [(0, 1), (0, 2), (2, 3)])


@pytest.mark.concept("autograd/grad-fn")
@pytest.mark.asks(
    "Its graph begins at `t.grad_fn`", "from each operation `fn.next_functions` leads to those", "node i has node j as an input"
)
def test_a_mean_squared_error(probes, values):
    """The graph of the mean squared error of a line is mean, power, difference, sum, product and two leaves, one after the other."""
    names = [MEAN, POW, SUB, ADD, LEAF, MUL, LEAF]
    same(probes.walked("mse", values), names, [(0, 1), (1, 2), (2, 3), (3, 4), (3, 5), (5, 6)])


@pytest.mark.concept("autograd/grad-fn")
@pytest.mark.asks("the node of t first, all others in any order")
@pytest.mark.parametrize(("recipe", "name"), [("line", ADD), ("mse", MEAN), ("square", ADD), ("pieces", MUL), ("chain", NEG)])
def test_the_node_of_t_comes_first(probes, values, recipe, name):
    """The first node is the operation that made t: no edge leads to it."""
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
    """Operations of the same name are nodes of their own, and a leaf that two of them share is one node."""
    same(probes.walked("same_names", values), [ADD] * 4 + [LEAF] * 2, [(0, 1), (0, 2), (2, 3), (1, 4), (2, 4), (1, 5), (3, 5)])


def test_one_of_several_results(probes, values):
    """An operation with several results, and one that takes a leaf twice, are one node each."""
    names = [MUL, SUM, SUM, "SplitWithSizesBackward0", "StackBackward0", LEAF, LEAF]
    same(probes.walked("pieces", values), names, [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 5), (4, 6), (4, 5)])


@pytest.mark.concept("autograd/shared-node-once")
@pytest.mark.asks("and full of shared nodes")
def test_many_shared_nodes(probes, values):
    """A graph of 200 sums, each of which takes the one below it twice, has 201 nodes, and is walked quickly."""
    same(probes.walked("ladder", values), [ADD] * 200 + [LEAF], [(i, i + 1) for i in range(200) for _ in range(2)])


@pytest.mark.asks("The graph may be long (thousands of operations in a row)")
def test_a_long_chain(probes, values):
    """A graph of 3000 operations in a row is walked, too."""
    same(probes.walked("chain", values), [NEG] * 3000 + [LEAF], [(i, i + 1) for i in range(3000)])


@pytest.mark.concept("autograd/dynamic-graph")
def test_a_loop_that_depends_on_the_data(probes, values):
    """The graph shows as many iterations as the loop really made."""
    (b, w), rounds = values, 0
    while w.sum() < 100:
        w, rounds = w * 2 + b, rounds + 1
    names = [ADD, MUL] * rounds + [LEAF, LEAF]
    down = (
        [(2 * i, 2 * i + 1) for i in range(rounds)] + [(2 * i + 1, 2 * i + 2) for i in range(rounds - 1)] + [(2 * rounds - 1, 2 * rounds)]
    )
    same(probes.walked("as_far_as", values), names, down + [(2 * i, 2 * rounds + 1) for i in range(rounds)])


@pytest.mark.concept("autograd/grad-fn")
@pytest.mark.asks("For a tensor that no recorded operation has made, both lists are empty.")
def test_no_graph(probes, values):
    """A leaf, a constant and an unrecorded result have no graph: both lists are empty."""
    assert probes.walked_without_a_graph(values[0]) == [[[], []]] * 3, "names and edges of a leaf, a constant and an unrecorded result"


def test_a_second_walk(probes, values):
    """Each walk is one of its own: a second one gives the same, and a walk of a further result has its own nodes and numbers."""
    first, second, further = probes.walked_twice("square", values)
    same(first, [ADD, MUL, LEAF], [(0, 1), (1, 2), (1, 2)])
    same(second, [ADD, MUL, LEAF], [(0, 1), (1, 2), (1, 2)])
    same(further, [NEG, ADD, MUL, LEAF], [(0, 1), (1, 2), (2, 3), (2, 3)])


@pytest.mark.concept("autograd/backward-twice")
@pytest.mark.asks("It is only looked at: `backward()` works afterwards as before.")
def test_backward_works_afterwards(probes, values):
    """The graph is only looked at: backward gives the gradients that it would have given."""
    (b, w), got = values, probes.backward_afterwards("mse", values)
    assert all(g is not None for g in got), "a leaf got no gradient"
    assert_close(got, [2 * (b + w - 3), 2 * (b + w - 3)])


def same(got, names, edges):
    """The same graph as that of these names and edges, but for the numbers of the nodes."""
    assert Counter(got["names"]) == Counter(names), "names of the nodes, and how many of each"
    assert len(got["edges"]) == len(edges), "number of edges"
    assert all(len(edge) == 2 and all(i in range(len(names)) for i in edge) for edge in got["edges"]), (
        "an edge is no pair of numbers of nodes"
    )
    mine, known = labels(got["names"], got["edges"]), labels(names, edges)
    assert Counter(mine) == Counter(known), "names and numbers are right, but the nodes are not connected as they should be"


def labels(names, edges):
    """For each node what can be seen from it: the nodes below and the nodes above, each as a number that equal views share."""
    below, above = ([[] for _ in names] for _ in range(2))
    for i, j in edges:
        below[i].append(j)
        above[j].append(i)
    return list(zip(views(names, below), views(names, above), strict=True))


def views(names, towards):
    """A number for each node that depends on its name and on the numbers of those it leads to; None on a circle."""
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
