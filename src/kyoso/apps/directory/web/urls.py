from django.urls import path

from kyoso.apps.directory.web import saved, views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("saved-searches/", saved.saved_searches, name="saved_searches"),
    path("saved-searches/news/", saved.saved_searches_news, name="saved_searches_news"),
    path("saved-searches/keep/", saved.saved_search_keep, name="saved_search_keep"),
    path("saved-searches/<str:code>/open/", saved.saved_search_open, name="saved_search_open"),
    path("saved-searches/<str:code>/mail/", saved.saved_search_mail, name="saved_search_mail"),
    path("saved-searches/<str:code>/remove/", saved.saved_search_remove, name="saved_search_remove"),
]
