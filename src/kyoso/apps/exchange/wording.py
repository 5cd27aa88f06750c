"""What is wrong with a file or a row, in words: what it is, where, and how to mend it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.services._records import columns_of

FEW = 14
ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp932": "Shift_JIS", "euc_jp": "EUC-JP"}


def say_unreadable(fault: Unreadable, kind: str = "asset") -> str:
    """Return why a file cannot be taken in, and what to do."""
    params = dict(fault.params)
    if inside := params.pop("inside", ""):
        return f"{inside}: {say_unreadable(Unreadable(fault.code, **params), kind)}"
    if "encoding" in params:
        params["encoding"] = ENCODINGS.get(params["encoding"], params["encoding"])
    if "column" in params:
        params["column"] = column_label(kind, params["column"])
    return (_unreadable() | _unreadable_zip()).get(fault.code, _("This file cannot be read.")) % params


def _unreadable() -> dict[str, str]:
    return {
        "too_large": _("The file is larger than %(limit)s MB. Leave out pictures and other sheets, or split it."),
        "zip_bomb": _(
            "Unpacked, this Excel file is larger than %(limit)s MB. "
            "Copy the table alone into a new workbook and send that."
        ),
        "too_many_rows": _("There are more than %(limit)s rows. Split the file and send the parts one by one."),
        "too_many_columns": _(
            "Row %(row)s has %(columns)s columns; at most %(limit)s can be read. Delete the columns you do not need."
        ),
        "empty": _("There is nothing in this file. Was it saved before you sent it?"),
        "no_rows": _("There is a header but no row below it. Choose another sheet, or fill in the table."),
        "broken_text": _(
            "Line %(line)s has signs that are not %(encoding)s. "
            "Open the file, mend that line, and save it as CSV UTF-8."
        ),
        "broken_quotes": _(
            'The quotation marks do not match near line %(line)s: a cell that was opened with " is never closed.'
        ),
        "broken_excel": _("Excel could not write this file whole. Open it in Excel and save it again as .xlsx."),
        "old_excel": _(
            "This is the Excel format before 2007 (.xls) or a binary one. "
            "Open it and save it as “Excel workbook (.xlsx)”."
        ),
        "password": _(
            "This file is protected by a password (or is an old .xls). "
            "In Excel, choose File › Info › Protect Workbook, remove the password, and save it as .xlsx."
        ),
        "opendocument": _("This is an OpenDocument file. Save it as .xlsx or as CSV and send that."),
        "uncalculated": _(
            "Cell %(cell)s of the sheet “%(sheet)s” holds a formula whose value was never saved. "
            "Open the file in Excel and save it, then send it again."
        ),
        "broken_json": _("The JSON is broken at line %(line)s."),
        "web_page": _(
            "This is a web page or XML under the name of a table, as some programs export it. "
            "Open it in Excel and save it as .xlsx."
        ),
        "not_a_table": _("This is no table. Send an Excel file (.xlsx) or CSV."),
        "no_such_place": _("There is no such sheet or row in this file."),
        "no_title": _("Say which column is the title: without it no row can be imported."),
        "no_name": _("Say which column is the name of the organisation: without it nothing can be imported."),
        "twice": _("“%(column)s” was chosen for two columns. Choose it for one, and leave the other out."),
        "file_gone": _("The file was kept for a day and is gone. Please send it again."),
    }


def _unreadable_zip() -> dict[str, str]:
    return {
        "zip_too_large": _("The zip is larger than %(limit)s MB. Send the tables and the photos in several parts."),
        "broken_zip": _(
            "This is no zip, or it did not arrive whole. Send the file that the export gave you, without changing it."
        ),
        "zip_password": _("This zip is protected by a password. Pack it again without one."),
        "zip_too_full": _(
            "Unpacked, this zip is larger than %(limit)s MB or holds more than %(parts)s files. "
            "Take out what does not belong to the export."
        ),
        "wrong_path": _(
            "The zip holds a path that leads out of it: “%(name)s”. An export never does; export your data again."
        ),
        "not_an_export": _(
            "This zip is no export of Kyoso: at its top, no table (.xlsx, .csv, .json) and no folder “files” was found."
        ),
        "no_list": _(
            "files/list.json is missing: it says to which record each photo and document belongs. "
            "Send the zip as it was exported, or take the folder “files” out of it."
        ),
        "broken_list": _("files/list.json is damaged at line %(line)s. Send the zip as it was exported."),
        "broken_part": _("“%(name)s” in the zip is damaged. Download or export it again."),
        "part_too_large": _("The table “%(name)s” in the zip is larger than %(limit)s MB."),
        "twice_in_zip": _("“%(name)s” and “%(other)s” are tables of the same kind. Leave one of them out of the zip."),
        "an_export": _("This is the zip of a whole export. Choose it under “Bring an export back”."),
    }


def _columns(kind: str) -> dict[str, Column]:
    return {column.name: column for column in columns_of(kind)}


def column_label(kind: str, name: str) -> str:
    """Return the header of a column in the language of the reader."""
    known = _columns(kind)
    return known[name].label(get_language() or "ja") if name in known else name


def say_fault(kind: str, fault: Mapping[str, Any]) -> str:
    """Return what is wrong with a cell, beginning with its column."""
    params = dict(fault["params"])
    if fault["code"] == "refused":
        return f"{column_label(kind, str(fault['column']))}: {params['text']}"
    if params.get("near"):
        text = _("“%(text)s” is not one of the words for this. Did you mean “%(near)s”?")
        params["near"] = _label(kind, str(fault["column"]), str(params["near"]))
    elif fault["code"] == "unknown_word" and (words := _words(kind, str(fault["column"]))):
        text = _("“%(text)s” is not one of the words for this. Write one of: %(words)s.")
        params["words"] = words
    else:
        text = (_faults() | _faults_of_parts()).get(str(fault["code"]), _("This cannot be imported."))
    return f"{column_label(kind, str(fault['column']))}: {text % params}"


def _words(kind: str, column: str) -> str:
    """The words of a choice, where they are few enough to be told."""
    labels = _columns(kind)[column].labels
    return " / ".join(_label(kind, column, value) for value in labels) if len(labels) <= FEW else ""


def _label(kind: str, column: str, value: str) -> str:
    found = _columns(kind)[column].labels.get(value)
    return found[1 if (get_language() or "").startswith("en") else 0] if found else value


def _faults_of_parts() -> dict[str, str]:
    return {
        "one_row": _("The profile is a single row; this one is left out."),
        "managers_only": _("Only owners and managers change the profile of the organisation."),
        "record_missing": _("The asset or need that it belongs to is not there, nor in this zip."),
        "file_missing": _("The list names this file, but it is not in the zip."),
        "not_listed": _("It lies in the zip, but the list does not say to which record it belongs. It is left out."),
        "listed_twice": _("It is in the list twice; this one is left out."),
        "file_too_large": _("The file is larger than %(limit)s MB."),
        "broken_file": _("The file is damaged in the zip."),
    }


def _faults() -> dict[str, str]:
    return {
        "missing": _("Write something here: without it the row cannot be imported."),
        "too_long": _("%(length)s characters, at most %(limit)s fit. Shorten it."),
        "unknown_word": _("“%(text)s” is not one of the words for this. Look at the template for those that are."),
        "bad_date": _("“%(text)s” is no date that can be told for sure. Write it as 2026/3/31 or 令和8年3月31日."),
        "bad_level": _("“%(text)s” is no level. Write a number from 1 to 9."),
        "bad_number": _("“%(text)s” is no number. Write digits only."),
        "excel_error": _("Excel shows the error %(text)s here. Mend the formula, or write the value."),
        "several": _(
            "%(n)s of your records have this title. Give its code in the column “Code” to say which is meant."
        ),
        "total": _("This looks like a row of totals, and is left out. If it is none, give it another title."),
        "same_as_row": _("Row %(row)s is about the same record. Leave one of them out, or give each its own number."),
        "closed_text": _("This text of the record is closed to you. Leave the cell empty; the text stays as it is."),
        "tier_not_yours": _("Your role does not allow this disclosure tier. Choose another, or ask a manager."),
        "problem_missing": _("A published need must say what the problem is. Write it, or import the need as a draft."),
        "not_back_to_draft": _(
            "This need was published already and cannot become a draft again. Leave the cell empty."
        ),
        "changed_meanwhile": _("Somebody changed the record after you checked the file. Send the row again."),
        "gone": _("The record is no longer there for you. Send the row again without its code."),
    }
