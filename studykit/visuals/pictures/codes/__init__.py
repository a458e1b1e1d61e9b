"""What is known of this picture without drawing it; `chart.py` draws it."""

PLACE = 20  # in the order in which pictures are learned
EXERCISES = ("autoencoders/autoencoder", "autoencoders/vae")  # whose answers it can be drawn from, the first by default
SOURCE = "V15"  # its id in the catalog (docs/notes.md)
