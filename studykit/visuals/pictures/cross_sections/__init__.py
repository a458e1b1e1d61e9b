"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 3  # in the order in which pictures are learned
EXERCISES = ("gradient_descent/mse_gradient",)  # whose answers it can be drawn from, the first by default
SOURCE = "V04"  # its id in the catalog (docs/notes.md)
