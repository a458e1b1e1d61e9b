"""Options that several commands share."""

from typing import Annotated, Literal

from studykit.cli.declared import Option
from studykit.content.exercise import DeviceName

AUTO: Literal["auto"] = "auto"
Device = Annotated[Literal["auto", DeviceName], Option("auto uses the GPU only if the exercise gains from it.")]
FeedbackName = Literal["full", "requirements", "verdict"]  # as Feedback, in the words that the quick way reads
