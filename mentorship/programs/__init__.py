"""Mentoring programs: their rules, and who takes part in which role."""
