"""What each row of the table does, one module per subject."""
