"""What people write, made ready to be compared: clean, neutral, cut into passages."""
