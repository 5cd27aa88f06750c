from django.urls import path

from kyoso.apps.exchange.web import bundles, exports, imports

urlpatterns = [
    path("import/zip/", bundles.bundle_new, name="bundle_new"),
    path("import/<slug:kind>/", imports.import_new, name="import_new"),
    path("import/<slug:kind>/template/<slug:format>/", imports.import_template, name="import_template"),
    path("imports/<slug:code>/", imports.import_detail, name="import_detail"),
    path("imports/<slug:code>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<slug:code>/run/", imports.import_run, name="import_run"),
    path("imports/<slug:code>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<slug:code>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<slug:code>/faults/", imports.import_faults, name="import_faults"),
    path("export/", exports.export_new, name="export_new"),
    path("exports/<slug:code>/", exports.export_detail, name="export_detail"),
    path("exports/<slug:code>/file/", exports.export_download, name="export_download"),
]
