"""Grading: a judge that runs the hidden suite, a worker that runs the submission, and only plain data between them."""
