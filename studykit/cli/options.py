"""Options that several commands share."""

from typing import Annotated, Literal

from studykit.cli.declared import Option
from studykit.content.exercise import DeviceName

AUTO: Literal["auto"] = "auto"
Device = Annotated[Literal["auto", DeviceName], Option("auto takes the GPU only where the exercise gains by it.")]
