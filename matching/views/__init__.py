"""Pages of matching: a mentee's suggestions, an admin's runs, the match report."""
