"""The process that imports the submission. Nothing here imports the judge."""
