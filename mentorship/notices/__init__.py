"""What the product tells people: mail as rows that are never lost."""
