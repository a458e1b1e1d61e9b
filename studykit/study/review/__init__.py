"""A review session as data: what is asked, what an answer does."""
