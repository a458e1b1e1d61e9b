"""The command line: parses, calls, shows, and gives the exit code."""
