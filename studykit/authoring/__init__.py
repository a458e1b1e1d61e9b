"""What authors do: checking a pack, mutants, scaffolding, writing decks and curricula."""
