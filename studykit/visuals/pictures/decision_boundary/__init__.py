"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 14  # in the order in which pictures are learned
EXERCISES = ("classification/circles",)  # whose answers it can be drawn from, the first by default
SOURCE = "V16"  # its id in the catalog (docs/notes.md)
