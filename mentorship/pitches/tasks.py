"""Work for the Celery worker: requests that nobody answered in time."""

from celery import shared_task

from mentorship.pitches import actions


@shared_task(name="pitches.expire_overdue")
def expire_overdue() -> None:
    """End what is overdue. Two of these at once share the rows between them."""
    actions.expire_overdue()
