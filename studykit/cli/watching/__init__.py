"""Watching a file: its saves, the grade of the last one, the keys beside it, and the screen that shows them."""
