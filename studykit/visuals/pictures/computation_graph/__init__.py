"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 9  # in the order in which pictures are learned
EXERCISES = ("autograd/graph_walker",)  # whose answers it can be drawn from, the first by default
SOURCE = "V08"  # its id in the catalog (docs/notes.md)
