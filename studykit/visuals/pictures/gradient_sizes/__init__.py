"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 19  # in the order in which pictures are learned
EXERCISES = ("vision/residual_block", "sequences/lstm_cell")  # whose answers it can be drawn from, the first by default
SOURCE = "V14"  # its id in the catalog (docs/notes.md)
