"""What can go wrong for the person who starts Belay, each as whole sentences."""


class CannotStart(Exception):
    """Belay cannot start or go on. ``str(error)`` says why and what to do about it."""


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM; not an error."""
