"""`broken.zip`: a part of the same server with one example of every fault that a reader can tell."""

from __future__ import annotations

from catalogkit.model.index import IndexItem, Property
from catalogkit.testing import Options, Part, assemble, folder, key_properties, permission

from .faults import BROKEN, accounts, contents, descriptors, layout, references, schedules
from .orchard import BASE, controls, files, olap, people, reports, sources, views


def sound_parts() -> list[Part]:
    """What is nothing wrong with; the faults refer to it."""
    return [
        *people.organizations(),
        *people.users(),
        *people.roles(),
        folder("/", permissions=[permission(1, role="ROLE_ADMINISTRATOR")]),
        folder(f"{BASE}/organizations/cider-press"),
        *files.shared_files(),
        *files.theme("/themes/default"),
        *files.cooperative_files(BASE),
        *sources.sources(BASE),
        *controls.inputs(BASE),
        *reports.reports(BASE),
        *views.views(BASE),
        *olap.analysis(BASE),
    ]


def faults() -> list[Part]:
    """Everything that something is wrong with."""
    return [
        *references.faults(),
        *contents.faults(),
        *descriptors.faults(),
        *layout.faults(),
        *accounts.faults(),
        *schedules.faults(),
    ]


def parts() -> list[Part]:
    """Sound parts and faults."""
    return [*sound_parts(), *faults()]


def options() -> Options:
    """The index of all this, and what is wrong with the index itself."""
    given: Options = {
        "version": "8.1.0 CE",
        "properties": {**key_properties(), "keyalias": None, "isDiagSnapshot": "perhaps"},
        "requested": [
            "/",
            IndexItem("folder", f"{BROKEN}/Listed_but_absent"),
            IndexItem("resource", f"{BROKEN}/Listed_but_absent/report"),
        ],
        "modules": {
            "accessEvents": ["7"],
            "favorites": [],
            "irrigation": [IndexItem("valve", "12")],
        },
        "broken_dependencies": [f"{BROKEN}/References/missing_source", f"{BROKEN}/References/gone"],
    }
    index = assemble(parts(), given).index
    assert index is not None
    modules = tuple(
        module._replace(items=(*module.items, IndexItem("user", "ghost"), IndexItem("group", "packers")))
        if module.id == "authority"
        else module
        for module in index.modules
    )
    unnamed = (*index.properties, Property("note", None))
    return {**given, "index": index._replace(properties=unnamed, modules=modules)}
