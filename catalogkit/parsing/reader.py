"""Reads one entry after the other and remembers what was noticed."""

from __future__ import annotations

from ..archive import Archive, Entry
from ..errors import EntryError, EntryLimitError, EntryRefusedError
from ..model.problems import Problem, ProblemKind
from ..model.values import Record
from .bind import Binder, Plan
from .xml import Element, Xml

_BOM = b"\xef\xbb\xbf"


class Reader:
    """Reads the XML entries of one archive.

    Args:
        archive: where the entries are.

    Attributes:
        problems: what was noticed.
        reasons: why an entry is no object, by entry name, for entries of which that is known.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.problems: list[Problem] = []
        self.reasons: dict[str, str] = {}
        self.xml = Xml(archive.limits)
        self._texts: dict[str, str] = {}

    def parse(self, entry: Entry) -> Element:
        """The root element of an entry.

        Raises:
            EntryError: it cannot be read, or is no XML.
        """
        self.xml.check_size(entry.size, entry.name)
        data = self.archive.read(entry)
        if data[:3] == _BOM:
            self.report(ProblemKind.LENIENT, entry, "byte order mark")
        if b"\r\n" in data:
            self.report(ProblemKind.LENIENT, entry, "CRLF line ends")
        return self.xml.parse(data, entry.name, packed=entry.compressed_size)

    def root(self, entry: Entry, tag: str) -> Element | None:
        """The root element if it has the expected name; else None, and the reason is noted.

        Raises:
            EntryError: it cannot be read, or is no XML.
        """
        root = self.parse(entry)
        if root.tag != tag:
            self.report(ProblemKind.WRONG_ROOT, entry, str(root.tag), f"expected {tag}")
            self.reasons[entry.name] = f"its root element is not {tag}"
            return None
        return root

    def fields(
        self, entry: Entry, root: Element, plan: Plan, problems: list[Problem] | None = None
    ) -> Record:
        """The fields of a root element; problems go to the list that is given, else to the reader's.

        Raises:
            EntryLimitError: what is kept raw of it would grow beyond all measure.
        """
        found = self.problems if problems is None else problems
        return Binder(entry.name, found, self._texts).fields(root, plan)

    def report(self, kind: ProblemKind, entry: Entry, subject: str, detail: str = "") -> None:
        """Note a problem of a whole entry."""
        self.problems.append(Problem(kind, entry.name, 1, subject, detail))

    def failed(self, entry: Entry, error: EntryError) -> None:
        """Note that an entry cannot be read."""
        self.problems.append(problem_of(entry, error))
        self.reasons[entry.name] = error.what


def problem_of(entry: Entry, error: EntryError) -> Problem:
    """The problem that an error of an entry is."""
    if isinstance(error, EntryLimitError):
        kind = ProblemKind.XML_LIMIT
    elif isinstance(error, EntryRefusedError) or entry.refused is not None:
        kind = ProblemKind.UNREADABLE_ENTRY
    else:
        kind = ProblemKind.MALFORMED_XML
    return Problem(kind, entry.name, error.line, "", error.what)
