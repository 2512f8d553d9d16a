"""The warnings of an import: each tells of one object that does not arrive (import-semantics §5.1)."""

from __future__ import annotations

from dataclasses import replace

from .page import CodeKind, CodePage

_URI = ("the URI",)
_OTHER_TYPE = CodePage(
    "import.resource.different.type.already.exists",
    CodeKind.WARNING,
    "Something of another type has this URI",
    "The target has a folder where the catalog has a resource, the other way round, or a resource of another "
    "type. What the target has stays. Where the folder is refused, everything in it is refused too. Two "
    "resources of different types give the warning with --update only.",
    (
        "The target has another type at this URI; two files also differ by `fileType`.",
        "The descriptor states another URI than its path, and that is taken.",
    ),
    (
        "Move or delete what the target has at {0}, or export the object under another URI; then import "
        "again.",
        "Move or delete what the target has there, or export the object under another URI.",
    ),
    "import-semantics §4.2, §4.3, §5.1, §10.2, §10.12",
    _URI,
    texts=(
        r'Resource "([^"]*)" already exists in the repository and has a different type',
        r'Resource "([^"]*)" already exists in the repository\s*$',
    ),
)

WARNINGS = (
    CodePage(
        "import.reference.resource.not.found",
        CodeKind.WARNING,
        "Something that is needed was not found",
        "The resource was not imported, and what needs it is not either. With two URIs the first is "
        "missing in the catalog, and the second is the listed resource that needs it, perhaps through "
        "others. With null and one URI, something that this resource needs is not in the target, or of "
        "the wrong type, or its folder could not be created. The documents give the two in the reverse "
        "order.",
        (
            "Under `fail` references resolve only inside the catalog, even if the target has what is "
            "missing.",
            "Under `skip` the same holds for the target of a link.",
            "Under `include` and `skip`: the target does not have it, or has another type there.",
            "The folder of the resource, or what it needs, was itself refused: see the warning before.",
        ),
        (
            "Include {0} in the export, so that {1} finds it; or, if the target has {0}, import with "
            "--broken-dependencies include.",
            "`catalogkit refs CATALOG {1}` tells what it needs: include that in the export; if an earlier "
            "warning names that or its folder, solve it first.",
            "Include what {0} needs in the export: `catalogkit refs CATALOG {0}` tells it.",
            "Include what is missing in the export; or, if the target has it, import with "
            "--broken-dependencies include.",
        ),
        "import-semantics §3.3, §3.4, §9, §10.2 to §10.4",
        ("the URI that is missing; null if it is not told", "the resource that was not imported"),
        texts=(r'Reference resource "([^"]*)" not found when importing resource "([^"]*)"',),
    ),
    CodePage(
        "import.resource.not.found",
        CodeKind.WARNING,
        "A listed resource has no descriptor in the catalog",
        "The index or a folder lists it, and its file is not there, whether the target has it or not.",
        (
            "The catalog was made or cut by hand.",
            "`pathProcessorId` of the index does not fit the names of the entries.",
        ),
        (
            "Include {0} in the export, or take it out of index.xml or of the list of its folder.",
            "Include it in the export, or take it off the list.",
        ),
        "import-semantics §3.3, §4.3, §0",
        _URI,
        texts=(r'Reference resource "([^"]*)" not found\.',),
    ),
    CodePage(
        "import.access.denied",
        CodeKind.WARNING,
        "The importing user may not read or write there",
        "The object was not imported. What needs a refused new resource is refused too. A folder that may "
        "not be read gives the warning twice.",
        (
            "The roles of the importing user have no sufficient permission at the URI or above it.",
            "The catalog itself brings permissions that lock its importer out: they count at once.",
            "`/themes/default` is write-protected, for administrators too.",
            "A URI does not start with a slash.",
        ),
        (
            "Give a role of the importing user the permission to administer {0} on the target, or import as "
            "somebody who has it; below /themes/default import with --skip-themes; js-import is never "
            "refused.",
            "Give a role of the importing user the permission to administer it, or import as somebody who "
            "has it; js-import is never refused.",
        ),
        "import-semantics §4.4, §5.1, §10.4, §10.16, §10.18, §11",
        _URI,
        texts=(r'Access denied for "([^"]*)"',),
    ),
    _OTHER_TYPE,
    replace(
        _OTHER_TYPE,
        code="import.resource.different.type.already.exist",
        meaning="The name of import.resource.different.type.already.exists up to 6.3.0.",
        evidence="import-semantics §5.1",
        texts=(),
    ),
    CodePage(
        "import.resource.uri.too.long",
        CodeKind.WARNING,
        "A URI is longer than the server stores",
        "The folder, or the resource with what is embedded in it, was not imported; nor is what lies in the "
        "folder. A folder holds 250 characters; a resource that embeds others 244, as they go into a hidden "
        "folder `<uri>_files`.",
        (
            "Deep folders or long names.",
            "A catalog is imported into an organization, whose folder comes before every URI.",
        ),
        (
            "Shorten the names in {0} to at most {1} characters at the source, and export again.",
            "Shorten the names in {0} to at most 250 characters at the source, and export again.",
            "Shorten the URI to at most 250 characters at the source, and export again.",
        ),
        "import-semantics §5.1",
        ("the URI", "the most characters; the form without it is never given"),
        texts=(r'The URI "([^"]*)" is too long\.(?: The maximum length is (\d+) characters)?',),
    ),
    CodePage(
        "import.folder.attached.not.exist.org",
        CodeKind.WARNING,
        "A folder belongs to an organization that does not exist",
        "The folder and everything in it were not imported. The documents call the warning "
        "import.resource.uri.not.valid.",
        (
            "The catalog holds `/organizations/<id>`, and the target has no such organization.",
            "The catalog was exported from the root without its organizations.",
        ),
        (
            "Create the organization of {0} in the target, or export the organizations too; or export from "
            "inside the organization, and import with --organization.",
            "Create the organization in the target, or export the organizations too.",
        ),
        "import-semantics §2.2, §5.1, §9",
        ("the folder",),
        texts=(r'Folder with the uri "([^"]*)" is attached to not existing organization',),
    ),
    CodePage(
        "import.skip.resource",
        CodeKind.WARNING,
        "A resource is of a retired type (8.2)",
        "The server no longer has its type. It was not imported, and the warning is repeated for each that "
        "needs it.",
        ("The catalog comes from an older server.",),
        (
            "Leave {0} out of the export, or replace it at the source by a type that is still there.",
            "Leave it out of the export, or replace it at the source by a type that is still there.",
        ),
        "import-semantics §4.3, §5.1",
        _URI,
    ),
    CodePage(
        "import.resource.data.missing",
        CodeKind.WARNING,
        "The data of a resource is missing",
        "The documents list it for a resource that is missing from the catalog.",
        ("A data file is missing: real servers end the whole import with import.failed.content.error.",),
        (
            "Include {0} with its data file in the export.",
            "Include the resource with its data file in the export.",
        ),
        "import-semantics §5.1, §9",
        _URI,
        never="Never given since 6.2.0: the statement is disabled (import-semantics §5.1, §9).",
    ),
    CodePage(
        "import.resource.uri.not.valid",
        CodeKind.WARNING,
        "A resource belongs to an organization that is not valid",
        "The documents list it; real servers say import.folder.attached.not.exist.org, of the folder.",
        ("The target lacks the organization.",),
        (
            "Create the organization of {0} in the target, or export the organizations too.",
            "Create the organization in the target, or export the organizations too.",
        ),
        "import-semantics §5.1, §9",
        _URI,
        never="In no server that was read: only the web interface has a text for it (import-semantics "
        "§5.1, §9).",
    ),
    CodePage(
        "import.resource.attached.not.exist.org",
        CodeKind.WARNING,
        "A resource belongs to an organization that does not exist",
        "The name of import.folder.attached.not.exist.org in 6.2.0.",
        ("The target lacks the organization.",),
        (
            "Create the organization of {0} in the target, or export the organizations too.",
            "Create the organization in the target, or export the organizations too.",
        ),
        "import-semantics §5.1",
        _URI,
        never="Declared, and not used by community servers since 6.2.1; what commercial ones do is not known "
        "(import-semantics §5.1).",
    ),
    CodePage(
        "import.report.job.reference.resource.not.found",
        CodeKind.WARNING,
        "A job needs something that was not found",
        "Declared in 8.x for report jobs; community servers skip such jobs without a word.",
        ("The report or the output folder of a job is not in the target.",),
        (
            "Include {0} in the export, so that its jobs can be imported.",
            "Include the report and the output folder in the export.",
        ),
        "import-semantics §5.1, §7.4, §8",
        ("the resource",),
        never="Declared, and not used by community servers; what commercial ones do is not known "
        "(import-semantics §5.1).",
    ),
    CodePage(
        "export.broken.dependency",
        CodeKind.WARNING,
        "The export left out something that a resource needs",
        "A warning of the export, one per owner. The catalog gets a `broken_dependencies.xml`, and stops "
        "every import under `fail`.",
        (
            "The exporting user may not read what is referred to.",
            "`skip-dependent-resources` was given: then every reference counts, even inside the export.",
        ),
        (
            "Export again without skip-dependent-resources, as somebody who may read what {0} needs; or "
            "import with --broken-dependencies include.",
            "Export again without skip-dependent-resources, as somebody who may read everything; or import "
            "with --broken-dependencies include.",
        ),
        "`rest-services.md` §2",
        ("the resource that needs it",),
    ),
)
"""Every warning."""
