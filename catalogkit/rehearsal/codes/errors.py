"""The errors of an import task (import-semantics §1.3, §1.5, §2.1, §3.1)."""

from __future__ import annotations

from .page import CodeKind, CodePage

ERRORS = (
    CodePage(
        "import.failed",
        CodeKind.ERROR,
        "The import failed for another reason",
        "Anything that has no code of its own: the only parameter is the text of a Java, parser or database "
        "exception, or one of few literals. What was saved before stays.",
        (
            "A descriptor is malformed, of an unknown type, or holds a date or number that is none.",
            "A folder is listed and has no `.folder.xml`.",
            "The index names a module that the server does not have.",
            "A text is longer than its database column, or a required field is missing.",
        ),
        (
            "Run `catalogkit check` on the catalog: it names the entry. Repair or leave out the object, and "
            "import again with --update.",
        ),
        "import-semantics §1.3, §1.4, §5.2",
        ("the text of the exception; may be null",),
        stops=True,
        texts=(r"Import failed\. Reason: (.+)",),
    ),
    CodePage(
        "import.failed.zip.error",
        CodeKind.ERROR,
        "The server cannot read the zip file",
        "The upload is no zip that Java can open. Nothing was imported.",
        (
            "The upload was empty, cut off, or is no zip, e.g. a saved error page.",
            "The body was sent in text mode or with the wrong content type.",
            "An encrypted upload (`jsEncrypted`) reached a server that does not know it, or was restarted.",
        ),
        (
            "Open the file with `catalogkit info`; export or download it again if that fails too, and upload "
            "it as application/zip in binary mode.",
        ),
        "import-semantics §1.3",
        stops=True,
        texts=(r"Import failed\. Reason: cannot read zip file\.?",),
    ),
    CodePage(
        "import.failed.content.error",
        CodeKind.ERROR,
        "The zip is not a complete export catalog",
        "Something that is listed is not in the zip. What was saved before stays.",
        (
            "There is no `index.xml` at the root of the zip, often because a folder was zipped and not its "
            "content.",
            "A listed user, role, organization, calendar, job or access event has no file.",
            "A descriptor names a data file that is not there.",
            "The index holds a property without name or value, or a module without id.",
            "A new user has no password; a permission has no recipient; a calendar has no day.",
            "8.2: an access event of a user, or a favorite of a resource, that the target does not have.",
        ),
        (
            "Run `catalogkit check` on the catalog: it names what is listed and not there. Add it, or "
            "take it off the list; `index.xml` must lie at the root of the zip.",
        ),
        "import-semantics §1.3, §1.4, §7.5, §10.6, §10.15, §10.22",
        stops=True,
        texts=(
            r"Import failed\. Reason: provided zip file is not valid JasperReports Server export file\.?",
        ),
    ),
    CodePage(
        "import.organizations.not.match",
        CodeKind.ERROR,
        "The catalog comes from another organization",
        "Nothing was imported, and the task waits. The organization in `rootTenantId` of the index is not "
        "the one that is imported into; upper and lower case count.",
        (
            "The catalog was exported from another organization, and --merge-organization was not given.",
            "The importing user belongs to another organization, and --organization was not given.",
        ),
        (
            "Import into the organization {0} (--organization {0}), or add --merge-organization to import "
            "what belongs to {0} into the organization {1}, which keeps its id.",
            "Import into the organization {0} (--organization {0}), or add --merge-organization to import "
            "what belongs to {0} into the other one, which keeps its id.",
            "Import into the organization that the catalog comes from (--organization), or add "
            "--merge-organization.",
        ),
        "import-semantics §2.1, §9",
        (
            "the organization of the catalog",
            "the target organization: in the documents only, servers leave it out",
        ),
        stops=True,
    ),
    CodePage(
        "import.broken.dependencies",
        CodeKind.ERROR,
        "The exporter listed resources with broken dependencies",
        "Nothing was imported, and the task waits. The list is `broken_dependencies.xml` in the catalog, "
        "written by the exporter: the import computes nothing, and a listed resource may be perfectly fine.",
        (
            "The catalog was exported with `skip-dependent-resources`, or by somebody who may not read all.",
            "The strategy is `fail`, which is the default and stands for every value that is not known.",
        ),
        (
            "Import with --broken-dependencies include if the target has what the listed resources need; "
            "with skip they are left out without a word. Or export again with dependencies, by somebody who "
            "may read all.",
        ),
        "import-semantics §3.1, `rest-services.md` §2",
        ("a listed URI, in the order of a Java hash set; …",),
        stops=True,
    ),
    CodePage(
        "import.organization.into.root.not.allowed",
        CodeKind.ERROR,
        "An organization cannot be imported into the root",
        "Nothing was imported. The catalog was exported from an organization, and the import goes into the "
        "root. No option allows it.",
        (
            "--organization was not given, and the importing user belongs to no organization.",
            "A community server exported with an `organization` value, which it only writes into the index.",
        ),
        (
            "Import into an organization: --organization {0}, or another one with --merge-organization.",
            "Import into an organization (--organization), or export from the root.",
        ),
        "import-semantics §2.1, `rest-services.md` §2",
        ("the organization of the catalog",),
        stops=True,
        texts=(r"(?<![\w.])import\.organization\.into\.root\.not\.allowed",),
    ),
    CodePage(
        "import.root.into.organization.not.allowed",
        CodeKind.ERROR,
        "A catalog of the root cannot be imported into an organization",
        "Nothing was imported. The catalog was exported from the root, or has no `rootTenantId`, as before "
        "6.1; the import goes into an organization. No option allows it.",
        (
            "--organization was given.",
            "The importing user belongs to an organization, which counts if none is given.",
        ),
        (
            "Leave --organization {0} out and import as somebody without organization; or export from an "
            "organization, and import that into {0}.",
            "Import into the root, as somebody without organization; or export from an organization.",
        ),
        "import-semantics §2.1",
        ("the target organization",),
        stops=True,
        texts=(r"(?<![\w.])import\.root\.into\.organization\.not\.allowed",),
    ),
    CodePage(
        "import.decode.failed",
        CodeKind.ERROR,
        "The key does not decrypt the catalog (8.2)",
        "Nothing was imported. The `encrypted` token of the index does not become `true` with the chosen "
        "key: the catalog was exported with another one.",
        (
            "The catalog was exported by another server, with that server's key.",
            "--secret-key or --keyalias names another key than the export used.",
        ),
        (
            "Give the key that the export used: --secret-key, or --keyalias with the alias under which it is "
            "in this server's keystore; or import that key into the keystore first.",
        ),
        "import-semantics §1.5",
        stops=True,
    ),
    CodePage(
        "import.multi.tenancy.not.supported",
        CodeKind.ERROR,
        "The server knows no organizations",
        "The code is declared for a catalog that brings organizations to a server without them.",
        ("A catalog of a commercial server is imported into another edition.",),
        (
            "Import {0} into a commercial server, or leave the organizations out of the export.",
            "Import into a commercial server, or leave the organizations out of the export.",
        ),
        "import-semantics §2.4, §5.1, §8",
        ("the organization",),
        stops=True,
        never="Declared, and never raised by a community server; what commercial ones do is not known "
        "(import-semantics §2.4, §5.1).",
    ),
    CodePage(
        "invalid.key",
        CodeKind.ERROR,
        "The export key is not usable (8.2)",
        "An export failed because the chosen encryption key cannot be used.",
        ("`keyAlias` names no key of the keystore, or one that is none for the cipher.",),
        ("Export with an alias that the keystore holds, or without one.",),
        "`rest-services.md` §2",
        stops=True,
        texts=(r"Export failed due to invalid key",),
    ),
)
"""Every error code of a task."""
