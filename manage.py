#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    if sys.argv[1:2] == ["demo"]:
        # Settings are read before a command begins, and the demo's differ.
        os.environ["BELAY_DEMO"] = "1"
    execute_from_command_line(sys.argv)
