"""The learner's numbers as a page for the browser."""
