"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 16  # in the order in which pictures are learned
EXERCISES = ("classification/threshold_curve",)  # whose answers it can be drawn from, the first by default
SOURCE = "V18"  # its id in the catalog (docs/notes.md)
