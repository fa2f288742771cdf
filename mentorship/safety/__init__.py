"""Keeping people safe: blocks, who may contact whom, and a record of what was done."""
