"""What a learner does, without a terminal."""
