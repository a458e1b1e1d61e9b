"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 2  # in the order in which pictures are learned
EXERCISES = ("gradient_descent/forward_and_mse",)  # whose answers it can be drawn from, the first by default
SOURCE = "V02"  # its id in the catalog (docs/notes.md)
