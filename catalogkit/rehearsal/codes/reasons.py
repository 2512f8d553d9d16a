"""What the parameter of `import.failed` says (import-semantics §1.3, §1.4, §5.2, §10)."""

from __future__ import annotations

from .page import CodeKind, CodePage


def _reason(
    code: str,
    title: str,
    meaning: str,
    steps: tuple[str, ...],
    evidence: str,
    *texts: str,
    parameters: tuple[str, ...] = (),
) -> CodePage:
    meaning = f"{meaning} The whole import ends; what was saved before stays."
    causes = ("The catalog was made by hand, or for another edition or version.",)
    return CodePage(
        code, CodeKind.REASON, title, meaning, causes, steps, evidence, parameters, stops=True, texts=texts
    )


REASONS = (
    _reason(
        "jsexception.import.module.not.found",
        "The index names a module that the server does not have",
        "Community servers have no audit and monitoring modules, and 6.4 has no favorites. The id is not "
        "told.",
        (
            "Look at the modules of the index with `catalogkit info`; take out the one that this server does "
            "not have (favorites, audit, monitoring), or import into a server that has it.",
        ),
        "import-semantics §0, §1.3",
        r"jsexception\.import\.module\.not\.found",
    ),
    _reason(
        "jsexception.file.resource.no.match.type",
        "A link leads to a file of another type",
        "A file resource refers to a file whose `fileType` is not its own.",
        ("Give the link the `fileType` of its target, or let it lead to a file of its own type.",),
        "import-semantics §1.4",
        r"jsexception\.file\.resource\.no\.match\.type",
    ),
    _reason(
        "jsexception.resource.does.not.exist",
        "A descriptor states another URI than its path, and the resource exists",
        "With --update the resource at the path is to be overwritten, and its descriptor names another one.",
        (
            "Let `name` and `folder` in the descriptor agree with its path: `catalogkit check` names it "
            "(CK119).",
        ),
        "import-semantics §10.12",
        r"jsexception\.resource\.does\.not\.exist",
    ),
    _reason(
        "unknown-path-processor",
        "The index names an unknown path processor",
        "The property `pathProcessorId` must be `zip`, `file`, `none` or `basic`, in lower case, or be "
        "absent.",
        (
            'Set `pathProcessorId` in index.xml to "zip" instead of "{0}".',
            'Set `pathProcessorId` in index.xml to "zip".',
        ),
        "import-semantics §0, §10.19",
        r'No path processor found for id "([^"]*)"',
        parameters=("the id",),
    ),
    _reason(
        "folder-descriptor-missing",
        "A listed folder has no .folder.xml",
        "The index or a folder lists a folder whose descriptor is not in the catalog.",
        (
            "Export the folder {0} too, or take it out of index.xml or of the list of the folder above.",
            "Export the folder too, or take it off the list.",
        ),
        "import-semantics §1.3",
        r'Folder details for folder "([^"]*)" were not found in the import information',
        parameters=("the folder",),
    ),
    _reason(
        "unknown-root-element",
        "A resource is of a type that the server does not know",
        "Resources of commercial servers, of newer versions, and of add-ons end the import of a server "
        "without them.",
        (
            "Leave resources of the type {0} out of the export, or import into a server that knows them; "
            "`catalogkit ls -t {0}` lists them.",
            "Leave resources of unknown types out of the export.",
        ),
        "import-semantics §1.3",
        r"The class for the root element '([^']*)' could not be found",
        parameters=("the root element",),
    ),
    _reason(
        "folder-descriptor-as-resource",
        "The descriptor of a folder stands where one of a resource must be",
        "The root element of a listed resource is `folder`.",
        ("Let the entry hold a resource, or name it `.folder.xml` in a folder of its own.",),
        "import-semantics §10.26",
        r"FolderBean cannot be cast",
    ),
    _reason(
        "malformed-xml",
        "An XML entry is not well-formed",
        "The index, the list of broken dependencies or a descriptor is damaged, or not in the encoding that "
        "the server reads it in. The entry is not told.",
        (
            "Run `catalogkit check`: it names the entry and the line (CK111, CK115). Repair it or export "
            "again.",
        ),
        "import-semantics §1.3, §10.17",
        r"SAXParseException",
        r"Error on line -?\d+ of document",
    ),
    _reason(
        "unreadable-date",
        "A date cannot be read",
        "Dates are written as `2024-01-15T08:00:00.000Z`.",
        ("Run `catalogkit check`: it names the entry (CK127). Write the date as the server does.",),
        "import-semantics §1.3",
        r"Bad DateTime format",
    ),
    _reason(
        "unreadable-number",
        "A number cannot be read",
        "A number in a descriptor, or the count of access events in the index, is no number.",
        (
            'Find where "{0}" stands in place of a number with `catalogkit check` (CK127, CK113).',
            "Run `catalogkit check`: it names the entry.",
        ),
        "import-semantics §7.5",
        r'For input string: "([^"]*)"(?! under radix 16)',
        parameters=("the text",),
    ),
    _reason(
        "secret-not-hexadecimal",
        "An encrypted value is not hexadecimal",
        "What stands in `ENC<…>`, or the `encrypted` token of the index, was changed by hand.",
        ("Export again, or write the secret in clear text and change it after the import.",),
        "import-semantics §1.4, §1.5, §10.9",
        r"under radix 16",
    ),
    _reason(
        "organizations-not-supported",
        "A community server met an organization",
        "A user or role with `tenantId`, or an organization that exists already, cannot be imported by a "
        "community server.",
        (
            "Leave users, roles and organizations with a tenant out of the export, or import into a "
            "commercial server.",
        ),
        "import-semantics §2.4, §12",
        r"This implementation does not support tenants",
    ),
    _reason(
        "required-field-missing",
        "A required field is missing",
        "A folder without label, or another field that the database requires.",
        (
            "Add {0} to the descriptor, or export again.",
            "Add the field to the descriptor, or export again.",
        ),
        "import-semantics §5.2",
        r"not-null property references a null or transient value: [\w.]{0,300}?(\w{1,100}\.\w{1,100});",
        r"not-null property references a null or transient value",
        parameters=("type and field",),
    ),
    _reason(
        "database-refused",
        "The database refused a value",
        "Mostly a text that is longer than its column: names and labels 200 characters, descriptions 250, "
        "user names 100, attribute values 2,000.",
        (
            "Shorten what is to be stored in {0}: the limits are in import-semantics §5.2; then import again "
            "with --update.",
            "Shorten the text: the limits are in import-semantics §5.2; then import again with --update.",
        ),
        "import-semantics §5.2, §10.22",
        r"(?:insert into|update) (\w+)",
        r"Could not execute JDBC batch update",
        r"value too long for type",
        r"could not (?:insert|update)",
        parameters=("the table",),
    ),
    _reason(
        "entry-not-unpacked",
        "An entry of the zip is damaged",
        "The zip can be opened, and one entry in it cannot be unpacked.",
        ("Run `catalogkit check`: it names the entry (CK101). Make or download the zip again.",),
        "import-semantics §10.5",
        r"(?i)invalid (?:CRC|LOC header|entry|block type|distance|stored block|code lengths|bit length)",
        r"ZipException",
    ),
    _reason(
        "endless-references",
        "References go round in circles",
        "Links or virtual data sources of the catalog refer to each other in a circle: 8.2 fails, 6.4 stays "
        "`inprogress` for ever.",
        ("Break the circle: `catalogkit check` shows it (CK317).",),
        "import-semantics §1.2, §3.3, §10.27",
        r"StackOverflowError",
    ),
    _reason(
        "cancelled",
        "Somebody cancelled the import",
        "A DELETE stops an import at the next module.",
        ("Import again, with --update if what was saved before is to be overwritten.",),
        "`rest-services.md` §1.5",
        r"^Cancelled$",
    ),
)
"""Every text that is known."""
