"""Answers in cells: notebooks, and programs that are divided by `# %%`."""
