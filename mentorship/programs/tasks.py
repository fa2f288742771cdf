"""Work for the Celery worker: asking mentors again whether they are still open."""

from celery import shared_task

from mentorship.programs import actions


@shared_task(name="programs.ask_mentors_again")
def ask_mentors_again() -> None:
    """Ask, remind, pause. Two of these at once share the rows between them."""
    actions.ask_due()
