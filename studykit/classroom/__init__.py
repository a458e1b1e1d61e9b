"""Many submissions: read as they were handed in, graded on any executor, and told to teacher and students."""
