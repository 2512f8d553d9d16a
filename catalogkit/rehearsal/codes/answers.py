"""What the services refuse a request with (import-semantics §1.5, `rest-services.md`)."""

from __future__ import annotations

from .page import CodeKind, CodePage


def _answer(
    code: str,
    title: str,
    cause: str,
    steps: tuple[str, ...],
    evidence: str,
    *texts: str,
    parameters: tuple[str, ...] = (),
) -> CodePage:
    meaning = "The request is refused, and changes nothing."
    return CodePage(
        code, CodeKind.ANSWER, title, meaning, (cause,), steps, evidence, parameters, stops=True, texts=texts
    )


_KEYS = "import-semantics §1.5"
_LISTINGS = "`rest-services.md` §5, §7"

ANSWERS = (
    _answer(
        "import.invalid.secretKey",
        "The secret key is not written as numbers (8.2, HTTP 400)",
        "The text is not white-space separated numbers as Java reads them: `0x1c`, `28`, `034`.",
        ("Write the key as bytes, each with 0x before it, separated by spaces.",),
        _KEYS,
        parameters=("`<omitted>`",),
    ),
    _answer(
        "import.invalid.secretKey.length",
        "The secret key has a length that the cipher does not take (8.2, HTTP 400)",
        "AES takes 16, 24 or 32 bytes, DESede 14 or 21.",
        ("Give all bytes of the key: 16, 24 or 32 for AES.",),
        _KEYS,
        parameters=("`<omitted>`",),
    ),
    _answer(
        "import.invalid.secretUri",
        "The file with the key cannot be read (8.2, HTTP 400)",
        "No file of the repository has the URI in `secret-uri`, or the importing user may not read it.",
        (
            "Upload the key as a secure file to {0}, or correct the URI.",
            "Upload the key as a secure file, or correct the URI.",
        ),
        _KEYS,
        parameters=("the URI",),
    ),
    _answer(
        "import.invalid.secretUri.secretFile",
        "The file with the key holds no key (8.2, HTTP 400)",
        "The content of the secure file does not decrypt, or is not written as numbers.",
        ("Upload the key again as a secure file: bytes, each with 0x before it, separated by spaces.",),
        _KEYS,
        parameters=("the URI",),
    ),
    _answer(
        "update.not.pending.phase",
        "Only a task that waits can be restarted (HTTP 400)",
        "The phase of the task is not `pending`.",
        ("Upload the catalog again with the other options.",),
        "`rest-services.md` §1.4",
        r"Attempt to update task in non-pending phase",
        parameters=("the id of the task",),
    ),
    _answer(
        "restart.alive.task",
        "The task has not yet come to rest (HTTP 400)",
        "The phase is `pending`, and its worker is about to end.",
        ("Send the restart again after a second.",),
        "`rest-services.md` §1.4",
        parameters=("the id of the task",),
    ),
    _answer(
        "serialization.error",
        "The options cannot be read (HTTP 400)",
        "The body of a restart or an export is no JSON, or a member is of the wrong type.",
        ("Send JSON as application/json; `parameters` is a list of texts.",),
        "`rest-services.md` §1, §7",
    ),
    _answer(
        "generic.error.message",
        "The server stumbled (HTTP 500)",
        "The form has no part named `file`, or the body is empty, or options are asked for as XML.",
        ("Name the part with the zip `file`; send and ask for JSON. The server's log knows the error UID.",),
        "`rest-services.md` §1, §7",
        r"There was an error on the server\. Try again",
    ),
    _answer(
        "no.such.export.process",
        "There is no such task, of an import or an export (HTTP 404)",
        "A finished or failed state was read before: the first read removes the task. So does a restart of "
        "the server, and a day.",
        ("Keep the state when it is first read; import again to see it once more.",),
        "`rest-services.md` §1.3",
        r"No export task with id ([^\s\"]+)\.",
        parameters=("the id of the task",),
    ),
    _answer(
        "resource.not.ready",
        "The export is not finished (HTTP 403)",
        "The zip was asked for before the phase was `finished`, or the export failed.",
        ("Ask for the state until it is `finished`, then for the zip.",),
        "`rest-services.md` §2",
        r"Task (?:\{0\}|\S+) not finished yet",
    ),
    _answer(
        "no.result.available",
        "The output of the export is lost (HTTP 403)",
        "The zip was removed from the server.",
        ("Export again.",),
        "`rest-services.md` §2",
    ),
    _answer(
        "access.denied",
        "The user may not read this (HTTP 403)",
        "The permissions of the user do not reach.",
        ("Ask as somebody who may read it.",),
        _LISTINGS,
    ),
    _answer(
        "resource.not.found",
        "There is no such folder or resource (HTTP 404)",
        "The URI is not in the repository, or ends with a slash.",
        ("Correct the URI {0}.", "Correct the URI."),
        _LISTINGS,
        parameters=("the URI",),
    ),
    _answer(
        "illegal.parameter.value.error",
        "An argument has a value that is not allowed (HTTP 400)",
        "`folderUri` does not start with a slash, or holds white space or special characters.",
        ("Correct the argument {0}.", "Correct the argument."),
        _LISTINGS,
        parameters=("the argument", "its value"),
    ),
    _answer(
        "exception.remote.illegal.parameter.value.error",
        "An argument is not the number that it must be (HTTP 400)",
        "`limit` or `offset` is no number.",
        ("Give a number.",),
        _LISTINGS,
    ),
    _answer(
        "http-401",
        "Nobody is logged in (HTTP 401)",
        "The user name or password is missing or wrong; also after an import that overwrote the very user "
        "who asks. The documents give 401 for users who may not import: servers answer 403.",
        ("Log in with the right password; with --skip-user-update an import leaves existing users alone.",),
        "`rest-services.md` §1, import-semantics §7.2",
        r"HTTP Status 401",
    ),
    _answer(
        "http-403",
        "The user may not import (HTTP 403)",
        "The user has no ROLE_ADMINISTRATOR; a commercial server asks for the superuser to import into the "
        "root.",
        ("Import as an administrator; into the root of a commercial server as superuser.",),
        "`rest-services.md` §1, import-semantics §8",
        r"HTTP Status 403",
    ),
    _answer(
        "http-404",
        "There is nothing at this address (HTTP 404)",
        "The address of the service is wrong, or the task is gone.",
        ("Correct the address: .../jasperserver/rest_v2/import, with -pro on commercial servers.",),
        "`rest-services.md` §1",
        r"HTTP Status 404",
    ),
    _answer(
        "http-415",
        "The content type is not one of an import (HTTP 415)",
        "The upload is neither application/zip nor multipart/form-data; a restart is not JSON.",
        ("Upload with Content-Type: application/zip.",),
        "`rest-services.md` §1, §7",
        r"HTTP Status 415",
    ),
    _answer(
        "http-500",
        "The server stumbled (HTTP 500)",
        "A form without a part named `file`, an empty body, options asked for as XML, or an encrypted upload "
        "whose key id is none.",
        ("Name the part with the zip `file`, and ask for JSON; the server's log tells more.",),
        "`rest-services.md` §1, §7, import-semantics §1.1",
        r"HTTP Status 500",
    ),
)
"""Every answer that is no state."""
