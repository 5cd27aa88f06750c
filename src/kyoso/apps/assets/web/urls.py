from django.urls import path

from kyoso.apps.assets.web import board_views, interview_views, opening_views, stock_views, views

urlpatterns = [
    path("assets/", views.asset_list, name="asset_list"),
    path("assets/new/", views.asset_create, name="asset_create"),
    path("assets/stock/", stock_views.stock_overview, name="stock_overview"),
    path("assets/stock/quick/", stock_views.stock_quick, name="stock_quick"),
    path("assets/stock/suggest/", stock_views.stock_suggest, name="stock_suggest"),
    path("assets/stock/start/", interview_views.interview_start, name="interview_start"),
    path("assets/stock/<slug:code>/", interview_views.interview_detail, name="interview_detail"),
    path("assets/stock/<slug:code>/meanwhile/", interview_views.interview_meanwhile, name="interview_meanwhile"),
    path("assets/stock/<slug:code>/draft/", interview_views.interview_draft, name="interview_draft"),
    path("assets/stock/<slug:code>/finish/", interview_views.interview_finish, name="interview_finish"),
    path("assets/stock/<slug:code>/discard/", interview_views.interview_discard, name="interview_discard"),
    path("assets/stock/<slug:code>/readers/", interview_views.interview_readers, name="interview_readers"),
    path("assets/stock/<slug:code>/answer/<slug:question>/", interview_views.interview_answer, name="interview_answer"),
    path("assets/board/", board_views.board, name="board"),
    path("assets/board/decide/", board_views.board_decide, name="board_decide"),
    path("assets/board/all/", board_views.board_all, name="board_all"),
    path("assets/board/undo/", board_views.board_undo, name="board_undo"),
    path("assets/board/warnings/", board_views.board_warnings, name="board_warnings"),
    path("assets/board/warnings/dismiss/", board_views.board_dismiss, name="board_dismiss"),
    path("assets/board/preview/", opening_views.board_preview, name="board_preview"),
    path("assets/board/rule/", opening_views.opening_rule, name="opening_rule"),
    path("assets/board/rule/approve/", opening_views.opening_rule_approve, name="opening_rule_approve"),
    path("assets/<slug:code>/", views.asset_detail, name="asset_detail"),
    path("assets/<slug:code>/history/", views.asset_history, name="asset_history"),
    path("assets/<slug:code>/edit/", views.asset_edit, name="asset_edit"),
    path("assets/<slug:code>/archive/", views.asset_archive, name="asset_archive"),
    path("assets/<slug:code>/restore/", views.asset_restore, name="asset_restore"),
    path("assets/<slug:code>/preview/", opening_views.asset_preview, name="asset_preview"),
]
