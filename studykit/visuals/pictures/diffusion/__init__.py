"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 21  # in the order in which pictures are learned
EXERCISES = ("diffusion/forward_process", "diffusion/sampling_loop")  # whose answers it can be drawn from, the first by default
SOURCE = "V20"  # its id in the catalog (docs/notes.md)
