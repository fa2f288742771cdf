"""App configuration of the project package itself (template tags, commands)."""

from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"

    def ready(self) -> None:
        """Let every form ask kindly: Django's own words blame ("is required")."""
        from django.forms import Field
        from django.utils.translation import gettext_lazy as _

        Field.default_error_messages["required"] = _("Please fill this in.")
