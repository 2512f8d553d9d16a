"""Which test covers which row of the vendor's documents; run it to write `docs/sandbox-coverage.md`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sandbox-coverage.md"
IMPORT, EXPORT, V1, ACCOUNTS = "import_service", "export_service", "v1_service", "accounts"


class Row(NamedTuple):
    """A row of a document.

    Args:
        part: what it is about.
        words: how the document spells it; found there word for word.
        module: the test module, without `test_`.
        test: the test in it.
        note: where servers differ from the document; empty where they agree.
    """

    part: str
    words: str
    module: str
    test: str
    note: str = ""


_EXPORT = (
    Row("call", "POST", EXPORT, "test_an_export_is_started_and_its_state_is_flat"),
    Row("content", "application/json", EXPORT, "test_bodies_that_are_not_taken"),
    Row(
        "answer", "200 OK", EXPORT, "test_an_export_is_started_and_its_state_is_flat", "`state` is not nested"
    ),
    Row(
        "answer",
        "401 Unauthorized",
        ACCOUNTS,
        "test_without_the_right_password_nothing_is_told",
        "401 for bad credentials only; plain users get 403",
    ),
    Row(
        "answer",
        "superuser",
        ACCOUNTS,
        "test_plain_users_may_neither_import_nor_export",
        "every administrator of a community server",
    ),
    Row("body", "roles", EXPORT, "test_roles_and_users_are_exported_by_name"),
    Row("body", "users", EXPORT, "test_empty_lists_of_roles_and_users_mean_all"),
    Row("body", "uris", EXPORT, "test_uris_bring_what_they_need", "with a slash at the start"),
    Row("body", "parameters", EXPORT, "test_everything"),
    Row("option", "everything", EXPORT, "test_everything"),
    Row("option", "role-users", EXPORT, "test_role_users_brings_the_users_of_roles"),
    Row(
        "option",
        "repository-permissions",
        EXPORT,
        "test_repository_permissions_are_written_only_if_asked_for",
    ),
    Row(
        "option",
        "include-access-events",
        EXPORT,
        "test_include_access_events_counts_with_everything_only",
        "with `everything` only",
    ),
    Row(
        "option",
        "include-audit-events",
        EXPORT,
        "test_parameters_of_commercial_servers_and_unknown_ones_are_passed_over",
        "no module of community servers",
    ),
    Row(
        "option",
        "include-monitoring-events",
        EXPORT,
        "test_parameters_of_commercial_servers_and_unknown_ones_are_passed_over",
        "no module of community servers",
    ),
    Row("state", "inprogress", EXPORT, "test_a_zip_that_is_not_there_yet_is_refused"),
    Row("result", "download the file", EXPORT, "test_the_state_is_told_again_and_the_zip_once"),
)
_IMPORT = (
    Row("call", "POST", IMPORT, "test_a_zip_is_uploaded_and_imported"),
    Row("content", "application/zip", IMPORT, "test_other_content_types_are_refused"),
    Row("answer", "200 OK", IMPORT, "test_a_zip_is_uploaded_and_imported"),
    Row(
        "answer",
        "401 Unauthorized",
        ACCOUNTS,
        "test_without_the_right_password_nothing_is_told",
        "401 for bad credentials only; plain users get 403",
    ),
    Row("argument", "update?", IMPORT, "test_update_overwrites_and_nothing_else_does"),
    Row(
        "argument",
        "skipUserUpdate?",
        IMPORT,
        "test_skip_user_update_keeps_users_that_exist",
        "new users are imported all the same",
    ),
    Row("argument", "skip", IMPORT, "test_broken_dependencies_skip_leaves_out_what_is_broken"),
    Row("argument", "include", IMPORT, "test_broken_dependencies_include_resolves_with_what_is_there"),
    Row(
        "argument",
        "If unsuccessful, this resource is skipped",
        IMPORT,
        "test_broken_dependencies_include_skips_what_cannot_be_resolved",
    ),
    Row("argument", "fail", IMPORT, "test_broken_dependencies_fail_by_default"),
    Row("argument", "organization?", IMPORT, "test_organization_that_does_not_match_waits"),
    Row("argument", "merge\nOrganization?", IMPORT, "test_merge_organization_imports_into_another_one"),
    Row("argument", "skipThemes?", IMPORT, "test_skip_themes_leaves_themes_out"),
    Row("argument", "includeAccess\nEvents?", IMPORT, "test_include_access_events_imports_them"),
    Row(
        "argument",
        "includeAudit\nEvents?",
        IMPORT,
        "test_audit_and_monitoring_events_are_of_commercial_servers",
        "no module of community servers",
    ),
    Row(
        "argument",
        "includeMonitoring\nEvents?",
        IMPORT,
        "test_audit_and_monitoring_events_are_of_commercial_servers",
        "no module of community servers",
    ),
    Row(
        "argument",
        "includeServer\nSetting?",
        IMPORT,
        "test_include_server_settings_is_spelled_with_an_s",
        "spelled `includeServerSettings`",
    ),
    Row(
        "argument",
        "keyalias",
        IMPORT,
        "test_keys_are_not_read_from_arguments",
        "not read; 8.2 reads `keyAlias`",
    ),
    Row(
        "argument", "secret-key", IMPORT, "test_keys_are_not_read_from_arguments", "a field of the form, 8.2"
    ),
    Row("argument", "secretUri", IMPORT, "test_keys_are_not_read_from_arguments", "a field of the form, 8.2"),
    Row("state", "404 Not Found", IMPORT, "test_an_unknown_task_is_not_found"),
    Row("phase", "inprogress", IMPORT, "test_in_progress_is_told_until_it_ends"),
    Row("phase", "finished", IMPORT, "test_a_state_that_is_final_is_told_once", "told once"),
    Row("phase", "failed", IMPORT, "test_what_is_no_zip_fails"),
    Row("phase", "pending", IMPORT, "test_pending_is_told_again_and_again"),
    Row(
        "warning",
        "import.resource.uri.too.long\n\n0=resourceURI\n\n",
        IMPORT,
        "test_the_form_of_too_long_without_a_length_is_never_given",
        "always with the length",
    ),
    Row(
        "warning",
        "import.resource.uri.too.long\n\n0=resourceURI\n1=length",
        IMPORT,
        "test_a_folder_whose_uri_is_too_long_is_refused",
    ),
    Row("warning", "import.access.denied", IMPORT, "test_access_is_denied_where_the_user_may_not_write"),
    Row(
        "warning",
        "import.resource.not.found",
        IMPORT,
        "test_a_resource_that_is_listed_and_not_there_is_not_found",
    ),
    Row(
        "warning",
        "import.resource.different.type.\nalready.exists",
        IMPORT,
        "test_a_resource_of_another_type_stays",
    ),
    Row(
        "warning",
        "import.resource.uri.not.valid",
        IMPORT,
        "test_an_organization_that_is_not_there_refuses_its_folders",
        "`import.folder.attached.not.exist.org`",
    ),
    Row(
        "warning",
        "import.resource.data.missing",
        IMPORT,
        "test_missing_data_ends_the_import",
        "`import.failed.content.error`",
    ),
    Row(
        "warning",
        "import.reference.resource.not.found\n\n0=resourceURI\n\n",
        IMPORT,
        "test_a_reference_that_cannot_be_resolved_is_told_as_null",
        "two parameters, the first is null",
    ),
    Row(
        "warning",
        "import.reference.resource.not.found\n\n0=resourceURI\n1=dependentURI",
        IMPORT,
        "test_a_missing_reference_is_told_with_its_owner",
        "the other way round: missing, then owner",
    ),
    Row(
        "error",
        "import.organizations.not.match",
        IMPORT,
        "test_organization_that_does_not_match_waits",
        "the organization of the catalog only",
    ),
    Row("error", "import.broken.dependencies", IMPORT, "test_broken_dependencies_fail_by_default"),
    Row(
        "error",
        "import.organization.into.root.not.allowed",
        IMPORT,
        "test_an_organization_is_not_imported_into_the_root",
    ),
    Row(
        "error",
        "import.root.into.organization.not.allowed",
        IMPORT,
        "test_the_root_is_not_imported_into_an_organization",
    ),
    Row("error", "import.failed\n", IMPORT, "test_a_folder_without_descriptor_fails_with_a_text"),
    Row("error", "import.failed.zip.error", IMPORT, "test_what_is_no_zip_fails"),
    Row("error", "import.failed.content.error", IMPORT, "test_a_zip_without_index_fails"),
    Row("options", "GET", IMPORT, "test_options_of_a_task_are_told"),
    Row("restart", "PUT", IMPORT, "test_a_restart_replaces_all_options"),
    Row(
        "restart",
        "The body of the response shows the import options that were applied",
        IMPORT,
        "test_a_restart_replaces_all_options",
        "it shows the state",
    ),
    Row("restart", "application/json", IMPORT, "test_bodies_that_a_restart_does_not_take"),
    Row("restart", "restart the operation", IMPORT, "test_only_a_pending_task_is_restarted"),
    Row("cancel", "DELETE", IMPORT, "test_a_pending_task_is_cancelled"),
    Row("cancel", "204 No Content", IMPORT, "test_a_running_task_is_cancelled_and_writes_nothing"),
    Row("form", "multipart/form-data", IMPORT, "test_a_form_uploads_the_part_file"),
    Row(
        "form",
        'name="file-name"',
        IMPORT,
        "test_a_form_without_the_part_file_fails",
        "the part is named `file`",
    ),
    Row(
        "form",
        "Submitting an option name as form data sets it to true",
        IMPORT,
        "test_every_box_of_the_form_is_an_option",
        "the value `true` switches it off",
    ),
    *(
        Row("form option", f"{name}\n", IMPORT, "test_every_box_of_the_form_is_an_option")
        for name in (
            "update",
            "skip-user-update",
            "merge-organization",
            "skip-themes",
            "include-access-events",
            "include-audit-events",
            "include-monitoring-events",
            "include-server-settings",
        )
    ),
    Row("form", '<form method="post"', IMPORT, "test_a_page_for_people_uploads_a_catalog"),
)
_V1 = (
    Row("call", "GET", V1, "test_a_folder_lists_folders_then_resources"),
    Row("argument", "q?", V1, "test_q_asks_for_words_in_label_or_description"),
    Row("argument", "type?", V1, "test_type_asks_for_kinds", "`datasource` matches nothing"),
    Row("argument", "recursive?", V1, "test_recursive_counts_in_searches_only", "`true` and `yes` too"),
    Row("argument", "limit?", V1, "test_limit_cuts_the_list"),
    Row("answer", "200 OK", V1, "test_the_root_is_listed"),
    Row("answer", "404 Not Found", V1, "test_an_unknown_folder_is_not_found"),
    Row(
        "answer",
        "If the specified URI is a resource instead of a folder",
        V1,
        "test_a_resource_and_an_empty_folder_list_nothing",
    ),
    Row(
        "answer",
        "If the folder is empty or the search returns no results",
        V1,
        "test_a_resource_and_an_empty_folder_list_nothing",
    ),
    Row("answer", "PUT, POST, and DELETE", V1, "test_nothing_is_changed_here"),
    Row(
        "answer",
        "<resourceDescriptors>",
        V1,
        "test_a_descriptor_tells_what_the_document_tells",
        "properties in another order",
    ),
)
DOCUMENTS = {
    "000_667d0a8c4b1f583b.txt": ("The v2/export service", _EXPORT),
    "002_16b28c039a762657.txt": ("The v2/import service", _IMPORT),
    "004_15e12323d1d6ba34.txt": ("The (v1) resources service", _V1),
}
"""The rows of each document, by its file."""
_HEAD = """# What the sandbox covers

<!-- made by tests/sandbox/coverage.py -->

Every call, argument, option, phase, warning and error of the vendor's three documents, and the test that
sends it through a socket. Where servers do otherwise than the document says, the sandbox does as servers do.
"""
_LEFT_OUT = """
## What is left out

| | answer | why |
|---|---|---|
| `rest/resource`: one resource over v1 | 404 | neither the documents nor recorded traffic tell of it |
| `sortBy=popularity`, `sortBy=accessTime` (v2) | sorted by name | how servers order by them is not known |
| messages in other languages | English | only English ones are recorded |
| `keyAlias` of exports (8.2) | passed over | the sandbox holds no keys |
"""


def page() -> str:
    """The page."""
    parts = [_HEAD]
    for title, rows in DOCUMENTS.values():
        parts.append(f"\n## {title}\n\n| | document | server | test |\n|---|---|---|---|\n")
        for row in rows:
            words = " ".join(row.words.split()).replace("|", "\\|")
            path = f"../tests/sandbox/test_{row.module}.py"
            test = f"[`{row.test.removeprefix('test_')}`]({path})"
            parts.append(f"| {row.part} | `{words}` | {row.note} | {test} |\n")
    return "".join([*parts, _LEFT_OUT])


if __name__ == "__main__":
    PAGE.write_text(page())
