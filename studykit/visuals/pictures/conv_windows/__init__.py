"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 17  # in the order in which pictures are learned
EXERCISES = ("vision/conv2d", "vision/pooling")  # whose answers it can be drawn from, the first by default
SOURCE = "V12"  # its id in the catalog (docs/notes.md)
