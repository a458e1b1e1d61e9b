"""What a failed test says."""
