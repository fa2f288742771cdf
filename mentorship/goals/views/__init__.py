"""Pages of a mentee's goals. Only their owner sees them."""
