"""`studykit hunt` from the inside: how a hunt is talked through, drawn in one place or line by line, and what can be done at its end."""
