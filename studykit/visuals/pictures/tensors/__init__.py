"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 8  # in the order in which pictures are learned
EXERCISES = ("data/dataset_and_loader",)  # whose answers it can be drawn from, the first by default
SOURCE = "V10"  # its id in the catalog (docs/notes.md)
