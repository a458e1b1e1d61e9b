"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 13  # in the order in which pictures are learned
EXERCISES = ("losses/losses_by_hand",)  # whose answers it can be drawn from, the first by default
SOURCE = "V19"  # its id in the catalog (docs/notes.md)
