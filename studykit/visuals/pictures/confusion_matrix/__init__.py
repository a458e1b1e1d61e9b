"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 15  # in the order in which pictures are learned
EXERCISES = ("classification/confusion_matrix",)  # whose answers it can be drawn from, the first by default
SOURCE = "V18"  # its id in the catalog (docs/notes.md)
