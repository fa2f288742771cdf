"""A mail backend that writes outbox rows, so that allauth's mail is never lost either,
and takes the same time whether or not the address is known."""

import secrets
from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from mentorship.notices import actions


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as a row; the worker delivers the rows."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives) and message.alternatives:
                html = str(message.alternatives[0][0])
            for recipient in message.recipients():
                actions.put(
                    recipient,
                    f"account-{secrets.token_hex(8)}",
                    str(message.subject),
                    str(message.body),
                    html=html,
                )
        return len(email_messages)
