"""Options that several commands share."""

from typing import Annotated, Literal

import typer

from studykit.content.exercise import DeviceName

AUTO: Literal["auto"] = "auto"
Device = Annotated[Literal["auto", DeviceName], typer.Option(help="auto takes the GPU only where the exercise gains by it.")]
