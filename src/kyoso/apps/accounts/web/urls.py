from django.urls import path, re_path

from kyoso.apps.accounts.web import signin
from kyoso.apps.accounts.web.views import account, home, invitations, members, operators, organisations, registries

signing_in = [
    path("account/login/", signin.login, name="account_login"),
    path("account/logout/", signin.logout, name="account_logout"),
    path("account/signup/", signin.signup, name="account_signup"),
    path("account/inactive/", signin.inactive, name="account_inactive"),
    path("account/confirm-email/", signin.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^account/confirm-email/(?P<key>[-:\w]+)/$", signin.confirm_email, name="account_confirm_email"),
    path("account/password/change/", signin.password_change, name="account_change_password"),
    path("account/password/reset/", signin.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", signin.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signin.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        signin.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

own = [
    path("", home.home, name="home"),
    path("account/", account.account, name="account"),
    path("account/leave/<slug:code>/", account.organisation_leave, name="organisation_leave"),
    path("invitations/<slug:token>/", invitations.invitation, name="invitation"),
]

organisation = [
    path("organisation/", organisations.organisation_own, name="organisation_own"),
    path("organisation/join/", organisations.organisation_join, name="organisation_join"),
    path("organisation/new/", organisations.organisation_create, name="organisation_create"),
    path("organisation/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("organisation/register/", registries.register_answer, name="register_answer"),
    path("organisation/switch/", organisations.organisation_switch, name="organisation_switch"),
    path("organisation/members/", members.member_list, name="member_list"),
    path("organisation/members/<slug:code>/role/", members.member_role, name="member_role"),
    path("organisation/members/<slug:code>/end/", members.member_end, name="member_end"),
    path("organisation/invitations/<slug:code>/resend/", members.invitation_resend, name="invitation_resend"),
    path("organisation/invitations/<slug:code>/revoke/", members.invitation_revoke, name="invitation_revoke"),
    path("organisations/<slug:code>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<slug:code>/claim/", organisations.organisation_claim, name="organisation_claim"),
]

registry = [
    path("registries/industries/", registries.industry_search, name="industry_search"),
    path("registries/municipalities/", registries.municipality_search, name="municipality_search"),
    path("registries/corporate-number/", registries.register_lookup, name="register_lookup"),
    path("help/trl/", registries.help_trl, name="help_trl"),
    path("help/fields/", registries.help_fields, name="help_fields"),
]

operator = [
    path("operator/organisations/", operators.operator_organisations, name="operator_organisations"),
    path("operator/organisations/all/", operators.operator_list, name="operator_list"),
    path("operator/organisations/<slug:code>/approve/", operators.organisation_approve, name="organisation_approve"),
    path("operator/organisations/<slug:code>/reject/", operators.organisation_reject, name="organisation_reject"),
    path("operator/claims/<slug:code>/accept/", operators.claim_accept, name="claim_accept"),
    path("operator/claims/<slug:code>/refuse/", operators.claim_refuse, name="claim_refuse"),
    path("operator/invitations/", operators.operator_invitations, name="operator_invitations"),
    path("operator/invitations/<slug:code>/resend/", operators.founder_resend, name="founder_resend"),
    path("operator/invitations/<slug:code>/revoke/", operators.founder_revoke, name="founder_revoke"),
]

urlpatterns = [*own, *signing_in, *organisation, *registry, *operator]
