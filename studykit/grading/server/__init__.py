"""The processes that start others."""
