"""The caller's side of grading. Nothing here imports torch."""
