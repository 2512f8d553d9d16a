"""What our pages say about a rule, a code of the server, or a kind of change."""

from __future__ import annotations


def help_of(rule: str) -> tuple[str, str]:
    """The title and the text of the page about something.

    Args:
        rule: code of a rule or of the server, or kind of a change.
    """
    from ..rehearsal.codes import page_of
    from ..rules import all_rules
    from .pages.meanings import meanings_of_changes

    for one in all_rules():
        if one.code == rule:
            title, _, text = (one.page or one.name).strip().partition("\n")
            return title, text.strip() or title
    found = page_of(rule)
    if found is not None:
        page, _ = found
        return page.title, f"{page.meaning} {page.remedy}"
    title = rule.replace("-", " ")
    return title, meanings_of_changes().get(rule, title)
