"""One factor per module: a number in [0, 1] for each pair, or unknown."""
