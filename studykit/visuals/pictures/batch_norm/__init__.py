"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 18  # in the order in which pictures are learned
EXERCISES = ("vision/batch_norm",)  # whose answers it can be drawn from, the first by default
SOURCE = "V13"  # its id in the catalog (docs/notes.md)
