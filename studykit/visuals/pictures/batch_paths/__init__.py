"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 6  # in the order in which pictures are learned
EXERCISES = ("gradient_descent/batch_sizes",)  # whose answers it can be drawn from, the first by default
SOURCE = "V05"  # its id in the catalog (docs/notes.md)
