from django.urls import path

from kyoso.apps.sheets.web import embed, inquiries, public, sheets, window

urlpatterns = [
    path("assets/<slug:code>/sheet/", sheets.asset_sheet, name="asset_sheet"),
    path("assets/<slug:code>/sheet.pdf", sheets.asset_sheet_pdf, name="asset_sheet_pdf"),
    path("organisations/<slug:code>/sheet/", sheets.organisation_sheet, name="organisation_sheet"),
    path("organisations/<slug:code>/sheet.pdf", sheets.organisation_sheet_pdf, name="organisation_sheet_pdf"),
    path("p/<slug:code>/", public.public_page, name="public_page"),
    path("p/<slug:code>/sent/", public.public_page_sent, name="public_page_sent"),
    path("p/<slug:code>/embed/", embed.public_embed, name="public_embed"),
    path("inquiries/", inquiries.inquiry_list, name="inquiry_list"),
    path("inquiries/window/", window.window_edit, name="window_edit"),
    path("inquiries/window/logo/", window.window_logo, name="window_logo"),
    path("inquiries/<slug:code>/delete/", inquiries.inquiry_delete, name="inquiry_delete"),
    path("inquiries/<slug:code>/", inquiries.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<slug:code>/move/", inquiries.inquiry_move, name="inquiry_move"),
]
