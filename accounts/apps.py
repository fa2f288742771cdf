"""The accounts app and its one start-up duty: keeping the vocabulary current."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Slow at import: it pulls in the models, which do not exist before ready().
        from accounts.vocabulary.sync import sync_after_migrate

        post_migrate.connect(sync_after_migrate, sender=self)
