"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 5  # in the order in which pictures are learned
EXERCISES = ("gradient_descent/learning_rates",)  # whose answers it can be drawn from, the first by default
SOURCE = "V06"  # its id in the catalog (docs/notes.md)
