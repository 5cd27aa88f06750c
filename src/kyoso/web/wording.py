"""Texts of Django that our catalogue says in plainer Japanese."""

from django.utils.translation import gettext_noop

PLAINER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
)
