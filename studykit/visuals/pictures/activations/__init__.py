"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 11  # in the order in which pictures are learned
EXERCISES = ("modules/activations",)  # whose answers it can be drawn from, the first by default
SOURCE = "V17"  # its id in the catalog (docs/notes.md)
