"""The process that runs the hidden suite. It never imports the submission."""
