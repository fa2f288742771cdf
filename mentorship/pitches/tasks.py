"""Work for the Celery worker: requests whose time to answer is nearly over, or over."""

from celery import shared_task

from mentorship.pitches import actions


@shared_task(name="pitches.expire_overdue")
def expire_overdue() -> None:
    """End what is overdue. Two of these at once share the rows between them."""
    actions.expire_overdue()
    actions.expire_advice()


@shared_task(name="pitches.remind_due")
def remind_due() -> None:
    """Tell each mentor once. Two of these at once share the rows between them."""
    actions.remind_due()
