"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 7  # in the order in which pictures are learned
EXERCISES = ("data/standard_scaler",)  # whose answers it can be drawn from, the first by default
SOURCE = "V07"  # its id in the catalog (docs/notes.md)
