"""Property tests of the engine: many small examples, on machines that may be busy."""

from hypothesis import settings

settings.register_profile("engine", max_examples=25, deadline=None)
settings.load_profile("engine")
