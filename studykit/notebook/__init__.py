"""The door for notebooks: magics, and what they show as HTML."""
