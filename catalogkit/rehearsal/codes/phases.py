"""The phases of an import task (import-semantics §1.2)."""

from __future__ import annotations

from .page import CodeKind, CodePage

PHASES = (
    CodePage(
        "inprogress",
        CodeKind.PHASE,
        "The import runs",
        "The task was accepted and is not done. Objects are saved one by one while it runs; nothing is taken "
        "back.",
        (
            "It is still at work.",
            "6.4: references that go round in circles killed the worker, and the phase stays for ever.",
        ),
        (
            "Ask again with GET /rest_v2/import/ID/state. If it never ends on a 6.4 server, break the circle "
            "that `catalogkit check` shows (CK317), and upload again.",
        ),
        "import-semantics §1.2, `rest-services.md` §1.3",
        texts=(r"^Import in progress\.?$",),
    ),
    CodePage(
        "finished",
        CodeKind.PHASE,
        "The import came to its end",
        "All steps were done. It does not mean that anything arrived: the phase is the same when every "
        "single resource was rejected with a warning, and much is left out without even that.",
        ("Every module of the index had its turn.",),
        (
            "Read the warnings, and compare with `catalogkit check`. The state can be read once: that read "
            "removes the task.",
        ),
        "import-semantics §1.2, §9",
        texts=(r"Import succeeded\.",),
    ),
    CodePage(
        "pending",
        CodeKind.PHASE,
        "The import waits for other options",
        "Nothing was imported. The upload is kept, and can be restarted with other options. Only two errors "
        "lead here: import.organizations.not.match and import.broken.dependencies.",
        (
            "The organization of the catalog is not that of the import.",
            "The exporter listed broken dependencies, and the strategy is `fail`.",
        ),
        (
            "Restart it with PUT /rest_v2/import/ID and all options again: what is not repeated is switched "
            "off. DELETE gives up.",
        ),
        "import-semantics §1.2, `rest-services.md` §1.4",
        stops=True,
        texts=(r"^Import is pending\.?$",),
    ),
    CodePage(
        "failed",
        CodeKind.PHASE,
        "The import ended with an error",
        "The import stopped where the error arose. What was saved before stays: nothing is taken back. "
        "Warnings given until then are kept.",
        ("Any error but the two that lead to `pending`.",),
        (
            "Follow the page of the error; then import again with --update, so that what was half saved is "
            "overwritten. The state can be read once: that read removes the task.",
        ),
        "import-semantics §1.1, §1.2",
        stops=True,
        texts=(r"^Import failed\.?$",),
    ),
)
"""Every phase."""
