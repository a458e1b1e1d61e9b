"""`studykit class`: for teachers, many submissions; each of its commands has a module of its own."""

import typer

from studykit.cli.command_group import CommandGroup
from studykit.cli.commands.class_autograde import autograde
from studykit.cli.commands.class_grade import grade
from studykit.cli.commands.class_gradescope import gradescope
from studykit.cli.commands.class_homework import homework

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="For teachers: grade what a class hands in.",
    epilog="Example: studykit class grade submissions.zip --out OUT",
)

app.command("grade", epilog="Example: studykit class grade submissions.zip --exercise optimizers/sgd_update --points 10 --out OUT")(grade)
app.command("homework", epilog="Example: studykit class homework OUT")(homework)
app.command("gradescope", epilog="Example: studykit class gradescope optimizers/sgd_update --out autograder.zip --points 10")(gradescope)
app.command("autograde", epilog="Example: studykit class autograde optimizers/sgd_update --submission DIR --out results.json")(autograde)
