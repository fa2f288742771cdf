"""What a study asked and found, whichever kind it is."""

from django.utils.translation import gettext as _

from matching.models import Study
from matching.reports.fairness import fairness
from matching.reports.findings import Finding
from matching.reports.what_if import question, what_if


def study_name(study: Study) -> str:
    """What was asked, in a line."""
    if study.kind == Study.Kind.FAIRNESS:
        return _("How are lists shared out?")
    return question(study)[0]


def finding(study: Study) -> Finding:
    """What a finished study found; a fixed number of queries."""
    if study.kind == Study.Kind.FAIRNESS:
        return fairness(study)
    return what_if(study)
