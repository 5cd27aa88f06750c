"""The pages of allauth that Kyoso uses, with our forms; no other page of allauth is mounted."""

import datetime
from typing import Any, cast

from allauth.account import views
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal import flows
from allauth.account.models import Login
from axes.helpers import get_cool_off
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kyoso.apps.accounts.models import Person
from kyoso.apps.accounts.services.register_person import mark_address_proven
from kyoso.apps.accounts.web import signin_forms as forms
from kyoso.apps.accounts.web.allauth import addresses_are_verified, invitation_in


class LoginView(views.LoginView):
    form_class = forms.LoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in our words once django-axes has locked the address out, whether or not it has an account."""
        response = super().dispatch(request, *args, **kwargs)
        if getattr(request, "axes_locked_out", False):
            request.axes_locked_out = False  # type: ignore[attr-defined]  # so that the middleware keeps this answer
            return _locked_out(request)
        return response

    def form_valid(self, form: forms.LoginForm) -> HttpResponse:
        """Speak the person's language from here on, unless this browser already chose one."""
        response = super().form_valid(form)
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES and form.user is not None:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.user.language, samesite="Lax")
        return response


def _locked_out(request: HttpRequest) -> HttpResponse:
    pause = get_cool_off(request) or datetime.timedelta()
    again = timezone.now() + pause + datetime.timedelta(seconds=59)
    context = {"again": again, "minutes": int(pause.total_seconds() // 60)}
    response = render(request, "account/locked_out.html", context, status=429)
    response["Retry-After"] = str(int(pause.total_seconds()))
    return response


class SignupView(views.SignupView):
    form_class = forms.SignupForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass on the invitation by which the visitor came."""
        return super().get_form_kwargs() | {
            "invitation": invitation_in(self.request),
            "only_invited": settings.OPTIONS.registration == "invitation",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"invitation": invitation_in(self.request)}

    def form_valid(self, form: forms.SignupForm) -> HttpResponse:
        """Sign the person in, or have them confirm by mail first; a known address gets the latter answer."""
        email = form.cleaned_data["email"]
        if form.account_already_exists:
            return self._answer_as_if_new(form)
        invitation = invitation_in(self.request)
        person = form.save(self.request)
        if invitation is not None and invitation.email == email:
            mark_address_proven(person=person)
        waits = forms.is_waiting_for_proof(self.request, email, invitation)
        return flows.signup.complete_signup(
            self.request,
            user=person,
            redirect_url=self.get_success_url(),
            email_verification=EmailVerificationMethod.MANDATORY if waits else None,
        )

    def _answer_as_if_new(self, form: forms.SignupForm) -> HttpResponse:
        """Take as long and answer as for a new address; the mail says that there is an account."""
        make_password(form.cleaned_data["password1"])
        stranger = Login(
            user=None,
            email=form.cleaned_data["email"],
            email_verification=EmailVerificationMethod.MANDATORY,
            signup=True,
        )
        return flows.login.perform_login(self.request, stranger)


class EmailVerificationSentView(views.EmailVerificationSentView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say so where mails go to files only."""
        return super().get_context_data(**kwargs) | {"mail_works": addresses_are_verified()}


class PasswordResetView(views.PasswordResetView):
    form_class = forms.ResetPasswordForm


class PasswordResetFromKeyView(views.PasswordResetFromKeyView):
    form_class = forms.ResetPasswordKeyForm

    def form_valid(self, form: forms.ResetPasswordKeyForm) -> HttpResponse:
        """Whoever holds the mailbox is no guesser: forget their failed attempts."""
        reset(username=self.reset_user.email)
        return super().form_valid(form)


class PasswordChangeView(views.PasswordChangeView):
    form_class = forms.ChangePasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a password there is none to change: it is set by mail."""
        if not cast(Person, request.user).has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


login = LoginView.as_view()
logout = views.logout
signup = SignupView.as_view()
inactive = views.account_inactive
confirm_email = views.confirm_email
email_verification_sent = EmailVerificationSentView.as_view()
password_change = login_required(PasswordChangeView.as_view())
password_reset = PasswordResetView.as_view()
password_reset_done = views.password_reset_done
password_reset_from_key = PasswordResetFromKeyView.as_view()
password_reset_from_key_done = views.password_reset_from_key_done
