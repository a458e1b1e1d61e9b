"""Records the graph of the mean squared error of a line as the submission walks it, whole and with a cut."""


def test_the_nodes_and_edges_of_a_loss(probes, record):
    """`walk` gives names and pairs."""
    record(whole=probes.graph(False), cut=probes.graph(True))
