"""Pictures: what is drawn of the learner's numbers."""
