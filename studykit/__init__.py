"""studykit: exercises graded on real torch models, and flashcards that come back when they are due."""

__version__ = "0.1.0"
