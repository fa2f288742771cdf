"""Writing mail as rows, and delivering the rows."""

import logging
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from mentorship.notices.models import Mail

log = logging.getLogger(__name__)


def write(person: User, event: str, template: str, context: dict[str, object]) -> None:
    """Put a mail to a person into the outbox, in the transaction of its cause.

    ``template`` names two files without their ending: ``.txt``, whose first line is
    the subject, and, if it exists, ``.html``.
    """
    context = {"person": person, "site_url": settings.SITE_URL, **context}
    subject, _, text = render_to_string(f"{template}.txt", context).partition("\n")
    put(person.email, event, subject, text.strip() + "\n", person=person)


def put(
    recipient: str,
    event: str,
    subject: str,
    text: str,
    *,
    html: str = "",
    person: User | None = None,
) -> None:
    """Write one outbox row; the same event for the same recipient stays one row."""
    Mail.objects.bulk_create(
        [
            Mail(
                event=event,
                recipient=recipient,
                person=person,
                subject=" ".join(subject.split())[:240],
                text=text,
                html=html,
                message_id=f"<{secrets.token_hex(16)}@belay>",
            )
        ],
        ignore_conflicts=True,
    )


def deliver_next() -> bool:
    """Deliver one due mail, if there is one; true if there was.

    One row per transaction: a worker killed in between sends at most that one twice,
    and the stable Message-ID lets the receiving side drop the copy.
    """
    with transaction.atomic():
        mail = Mail.objects.due().select_for_update(skip_locked=True).last()
        if mail is None:
            return False
        mine = Mail.objects.filter(pk=mail.pk)
        try:
            _send(mail)
        except Exception as error:  # whatever is wrong with one mail, the next can go
            log.warning("mail_failed id=%s error=%s", mail.pk, type(error).__name__)
            again = timezone.now() + timedelta(minutes=2**mail.attempts)
            mine.update(attempts=mail.attempts + 1, not_before=again)
        else:
            mine.update(delivered_at=timezone.now(), attempts=mail.attempts + 1)
        return True


def _send(mail: Mail) -> None:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        headers={"Message-ID": mail.message_id},
        connection=get_connection(settings.BELAY_MAIL_DELIVERY),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
