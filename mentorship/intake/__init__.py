"""People who come in from a file: mapping, dry run, all or nothing."""
