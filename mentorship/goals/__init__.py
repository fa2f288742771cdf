"""The mentee's own picture: goals, self-assessment, what matters in a mentor."""
