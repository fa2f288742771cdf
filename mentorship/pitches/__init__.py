"""The letter a mentee writes to a mentor, from first draft to answer."""
