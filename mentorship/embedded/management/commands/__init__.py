"""``services`` and ``demo``."""
