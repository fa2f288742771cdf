"""The demo: a believable program, one-click sign-in, and every mail on one page."""
