"""What happened: the append-only log of events, and every schedule as a fold over it."""
