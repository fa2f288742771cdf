"""Commands that start the embedded services."""
