"""How sign-up and sign-in differ from allauth's defaults."""

import contextlib
import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kyoso.apps.accounts.models import Invitation, Person
from kyoso.apps.accounts.queries import find_invitation
from kyoso.apps.accounts.services.register_person import register_person

INVITATION_KEY = "invitation"
logger = logging.getLogger(__name__)


def invitation_in(request: HttpRequest) -> Invitation | None:
    """Return the invitation by whose link this visitor came, while it still holds."""
    token = request.session.get(INVITATION_KEY)
    if not token:
        return None
    state = find_invitation(token)
    return None if state.fault else state.invitation


def addresses_are_verified() -> bool:
    """Say whether sign-up goes through the mailbox: wherever mail can be sent."""
    return bool(settings.OPTIONS.mail_url)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not match."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Please try again later."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whoever likes, or only those who came by an invitation that still holds."""
        return settings.OPTIONS.registration == "open" or invitation_in(request) is not None

    def save_user(self, request: HttpRequest, user: Person, form: BaseForm, commit: bool = True) -> Person:
        """Create the person by the service, in the language in which they signed up."""
        return register_person(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password1"],
            language=(translation.get_language() or settings.LANGUAGE_CODE)[:2],
        )

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """After sign-up comes the organisation."""
        return reverse("organisation_join")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Go on where one would after signing in."""
        return reverse("home" if self.request.user.is_authenticated else "account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the link to it was."""
        return reverse("account")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: failed attempts are django-axes' business, whose counter all web processes share."""

    def format_email_subject(self, subject: str) -> str:
        """Subjects name the product themselves."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the reader's language; a mail server that fails must not tell who has an account."""
        reader = context.get("user")
        spoken = translation.override(reader.language) if isinstance(reader, Person) else contextlib.nullcontext()
        try:
            with spoken:
                super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("mail %s could not be sent: %s", template_prefix, type(error).__name__)
