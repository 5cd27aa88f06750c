from django.urls import path

from kyoso.apps.matching.web import views

MATCH = "matches/<slug:kind>/<slug:code>/<slug:candidate>/"

urlpatterns = [
    path("needs/<slug:code>/matches/", views.match_list, {"kind": "need"}, name="need_matches"),
    path("assets/<slug:code>/matches/", views.match_list, {"kind": "asset"}, name="asset_matches"),
    path("assets/<slug:code>/fields/", views.asset_fields, name="asset_fields"),
    path(MATCH + "shortlist/", views.match_shortlist, name="match_shortlist"),
    path(MATCH + "decline/", views.match_decline, name="match_decline"),
    path(MATCH + "undo/", views.match_undo, name="match_undo"),
    path("shortlist/", views.shortlist, name="shortlist"),
]
