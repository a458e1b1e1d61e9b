"""How submissions lie: a module for each platform or habit, which says whose files are whose."""
