"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 1  # in the order in which pictures are learned
EXERCISES = ("gradient_descent/numpy_loop", "autograd/autograd_loop")  # whose answers it can be drawn from, the first by default
SOURCE = "V01"  # its id in the catalog (docs/notes.md)
