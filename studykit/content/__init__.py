"""Packs: what is taught. Reading exercises and cards, checking them, and keeping what was read for the next start."""
