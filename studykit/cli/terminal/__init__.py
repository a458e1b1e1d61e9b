"""Keys, and the learner's editor."""
