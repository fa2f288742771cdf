"""Who a person is. Knows no program."""
