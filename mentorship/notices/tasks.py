"""Work for the Celery worker: delivering mail."""

from celery import shared_task

from mentorship.notices import actions

MOST_PER_TASK = 200


@shared_task(name="notices.send_due_mail")
def send_due_mail() -> None:
    """Deliver what is due. Two of these at once share the rows between them."""
    for _ in range(MOST_PER_TASK):
        if not actions.deliver_next():
            return
