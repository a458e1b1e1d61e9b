"""In and out: cards and history to files that other programs read, and back."""
