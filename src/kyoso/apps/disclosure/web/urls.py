from django.urls import path

from kyoso.apps.disclosure.web import views

urlpatterns = [
    path("organisation/disclosure/", views.grant_list, name="grant_list"),
    path("organisation/disclosure/partner/", views.grant_to_partner, name="grant_to_partner"),
    path("organisation/disclosure/staff/", views.grant_to_staff, name="grant_to_staff"),
    path("organisation/disclosure/<slug:code>/revoke/", views.grant_revoke, name="grant_revoke"),
]
