"""What is said when a cell cannot be understood."""


class Wrong(Exception):
    """A cell is wrong. ``str(error)`` is a sentence with the way out."""
