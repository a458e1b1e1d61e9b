"""A bug hunt from the inside: which program it shows, what becomes of each try, the help between them, and what is recorded."""
