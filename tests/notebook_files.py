"""Notebooks for tests, written by nbformat as Jupyter writes them."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def write_notebook(file: Path, *cells: str, **metadata: object) -> Path:
    """A notebook of these cells; one that begins with `#: ` is text. `metadata` is that of the cells of code."""
    made = [new_markdown_cell(cell[3:]) if cell.startswith("#: ") else new_code_cell(cell, metadata=metadata) for cell in cells]
    nbformat.write(new_notebook(cells=made), file)
    return file


def replace_in_notebook(file: Path, old: str, new: str) -> None:
    """Edit one cell, and save the notebook as Jupyter does."""
    notebook = nbformat.read(file, as_version=4)
    (cell,) = (cell for cell in notebook.cells if old in cell.source)
    cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, file)
