"""What a submission is shut into: layers that a worker puts on one over the other, each of which may be missing."""
