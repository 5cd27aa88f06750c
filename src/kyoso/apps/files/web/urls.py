from django.urls import path

from kyoso.apps.files.web.views import manage, serve

urlpatterns = [
    path("files/of/<slug:kind>/<slug:code>/", manage.file_list, name="file_list"),
    path("files/of/<slug:kind>/<slug:code>/add/", manage.file_add, name="file_add"),
    path("files/<slug:code>/", serve.file_detail, name="file_detail"),
    path("files/<slug:code>/small/", serve.file_thumbnail, name="file_thumbnail"),
    path("files/<slug:code>/edit/", manage.file_edit, name="file_edit"),
    path("files/<slug:code>/move/", manage.file_move, name="file_move"),
    path("files/<slug:code>/replace/", manage.file_replace, name="file_replace"),
    path("files/<slug:code>/delete/", manage.file_delete, name="file_delete"),
]
