"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 10  # in the order in which pictures are learned
EXERCISES = ("modules/mlp", "modules/state_dict_keys")  # whose answers it can be drawn from, the first by default
SOURCE = "V11"  # its id in the catalog (docs/notes.md)
