"""How fast and how well Belay matches, as ratios inside one run on one machine."""
