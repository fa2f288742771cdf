"""Pages of requests: composing a letter, reading it, answering it."""
