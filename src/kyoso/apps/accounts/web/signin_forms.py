"""Sign-up, sign-in and passwords: allauth's forms in our words, with the password typed once."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.app_settings import EmailVerificationMethod
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyoso.apps.accounts.models import Invitation, Person
from kyoso.apps.accounts.queries import has_unproven_address, person_exists
from kyoso.apps.accounts.rules import clean_email
from kyoso.apps.accounts.web.allauth import addresses_are_verified

PASSWORD_HELP = _("At least 10 characters. Not only digits, and none that is widely used.")


class AddressField(forms.CharField):
    """An e-mail address, forgiving full-width letters and capitals."""

    default_validators = forms.EmailField.default_validators
    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": kwargs.pop("autocomplete", "email"), "inputmode": "email", "spellcheck": "false"}
        super().__init__(max_length=254, widget=forms.TextInput(attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_email(super().to_python(value) or "")


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete, "data-show-password": ""})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=help_text, max_length=200)


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(label=_("E-mail address"), autocomplete="username")
        self.fields["password"] = _password(_("Password"), "current-password")
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, Any]:
        """Name the address as django-axes looks for it too."""
        return super().user_credentials() | {"login": self.cleaned_data["login"]}

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        cleaned = super()._clean_with_password(credentials)
        if addresses_are_verified() and has_unproven_address(self.user):
            self._login.email_verification = EmailVerificationMethod.MANDATORY
        return cleaned


class SignupForm(allauth_forms.SignupForm):
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))

    def __init__(
        self, *args: Any, invitation: Invitation | None = None, only_invited: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.only_address = invitation.email if invitation and only_invited else None
        self.fields["email"] = AddressField(
            label=_("E-mail address"),
            initial=invitation.email if invitation else None,
            help_text=_("You sign in with it. Colleagues can be invited later."),
        )
        self.fields["password1"] = _password(_("Password"), "new-password", PASSWORD_HELP)
        self.order_fields(["name", "email", "password1"])

    def clean_email(self) -> str:
        """Never say whether the address is known: the view answers both cases alike."""
        email: str = self.cleaned_data["email"]
        if self.only_address and email != self.only_address:
            raise forms.ValidationError(
                gettext("Use the address to which the invitation was sent: %(email)s") % {"email": self.only_address}
            )
        self.account_already_exists = person_exists(email)
        return email


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField(label=_("E-mail address"))


class _OncePasswordMixin(forms.Form):
    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password1"].widget = forms.PasswordInput(
            {"autocomplete": "new-password", "data-show-password": ""}
        )
        del self.fields["password2"]


class ResetPasswordKeyForm(_OncePasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(_OncePasswordMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].widget = forms.PasswordInput(
            {"autocomplete": "current-password", "data-show-password": ""}
        )


def is_waiting_for_proof(request: HttpRequest, email: str, invitation: Invitation | None) -> bool:
    """Say whether a new account must be confirmed by mail; an invitation's link has already proven its address."""
    return addresses_are_verified() and not (invitation is not None and invitation.email == email)
