"""The words behind decimal codes."""

from __future__ import annotations

DATA_TYPES = {"1": "text", "2": "number", "3": "date", "4": "date-time", "5": "time"}
"""`dataType/type` (`catalog-format.md` §7.4)."""

CONTROLS_LAYOUTS = {"1": "pop-up", "2": "separate page", "3": "top of page", "4": "in page"}
"""`reportUnit/controlsLayout` (`catalog-format.md` §7.1)."""

INPUT_CONTROLS = {
    "1": "boolean",
    "2": "single value",
    "3": "single-select list",
    "4": "single-select query",
    "5": "multi value",
    "6": "multi-select list",
    "7": "multi-select query",
    "8": "list radio",
    "9": "query radio",
    "10": "list check boxes",
    "11": "query check boxes",
}
"""`inputControl/type` (`catalog-format.md` §7.7)."""

START_TYPES = {"1": "now", "2": "at date"}
RECURRENCE_UNITS = {"1": "minute", "2": "hour", "3": "day", "4": "week"}
DAYS_TYPES = {"1": "all", "2": "week days", "3": "month days"}
"""Job triggers (`catalog-format.md` §11.1)."""

OUTPUT_FORMATS = {
    "1": "pdf",
    "2": "html",
    "3": "xls",
    "4": "rtf",
    "5": "csv",
    "6": "odt",
    "7": "txt",
    "8": "docx",
    "9": "ods",
    "10": "xlsx",
    "11": "xls unpaginated",
    "12": "xlsx unpaginated",
    "14": "pptx",
    "15": "json",
    "16": "png",
    "17": "data csv",
    "18": "data xlsx",
    "100": "data snapshot",
    "110": "pdf detailed",
    "111": "xls detailed",
    "112": "rtf detailed",
    "113": "csv detailed",
    "114": "odt detailed",
    "115": "docx detailed",
    "116": "ods detailed",
    "117": "xlsx detailed",
    "118": "pptx detailed",
}
"""`reportJob/outputFormat` (`catalog-format.md` §11.3)."""

RESULT_SEND_TYPES = {
    "1": "links to the saved output",
    "2": "attachments",
    "3": "attachments, never zipped",
    "4": "HTML in the mail body",
    "5": "all attachments in one zip",
    "6": "HTML in the body, the rest in one zip",
}
"""`mailNotification/resultSendType` (`catalog-format.md` §11.3)."""

ALERT_RECIPIENTS = {"0": "none", "1": "owner", "2": "administrators", "3": "both"}
ALERT_STATES = {"0": "none", "1": "all", "2": "fail only", "3": "success only"}
"""`alert` (`catalog-format.md` §11)."""

ADMINISTER, READ, WRITE, CREATE, DELETE, EXECUTE = 1, 2, 4, 8, 16, 32
"""Bits of a permission mask (`catalog-format.md` §10)."""

PERMISSION_LEVELS = {
    0: "no access",
    1: "administer",
    2: "read-only",
    18: "read, delete",
    30: "read, write, create, delete",
    32: "execute-only",
}
"""The masks that the server's own dialogs offer (`catalog-format.md` §10)."""

_BITS = {
    ADMINISTER: "administer",
    READ: "read",
    WRITE: "write",
    CREATE: "create",
    DELETE: "delete",
    EXECUTE: "execute",
}


def mask_words(mask: int) -> str:
    """A permission mask in words; any sum of bits is legal.

    >>> mask_words(30), mask_words(22)
    ('read, write, create, delete', 'read, write, delete')
    """
    if mask in PERMISSION_LEVELS:
        return PERMISSION_LEVELS[mask]
    known = [word for bit, word in _BITS.items() if mask & bit]
    rest = mask & ~sum(_BITS)
    return ", ".join([*known, *([f"unknown bits {rest}"] if rest else [])])
