"""How good the matching is, measured on graded examples with the code that runs use."""
