"""`python -m studykit` is `studykit`."""

from studykit.cli.app import main

main()
