"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 12  # in the order in which pictures are learned
EXERCISES = ("training/loss_curves",)  # whose answers it can be drawn from, the first by default
SOURCE = "V09"  # its id in the catalog (docs/notes.md)
