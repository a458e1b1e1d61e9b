"""When an item comes back: pure functions, without a clock, a file or a random number."""
