"""A package, so that the world of these tests is gone when its last test is over."""
