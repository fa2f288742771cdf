"""The skill vocabulary: what people here name when they say what they want to learn."""
