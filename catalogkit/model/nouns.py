"""What people call things of each type."""

from __future__ import annotations

import re
from collections.abc import Container

NOUNS = {
    "folder": "folder",
    "reportUnit": "report",
    "fileResource": "file",
    "contentResource": "content",
    "dataType": "data type",
    "listOfValues": "list of values",
    "query": "query",
    "inputControl": "input control",
    "jdbcDataSource": "data source",
    "jndiJdbcDataSource": "data source",
    "awsDataSource": "data source",
    "azureSqlDataSource": "data source",
    "beanDataSource": "data source",
    "customDataSource": "data source",
    "virtualDataSource": "virtual data source",
    "mondrianConnection": "Mondrian connection",
    "secureMondrianConnection": "Mondrian connection",
    "xmlaConnection": "XML/A connection",
    "mondrianXmlaDefinition": "XML/A definition",
    "olapUnit": "OLAP view",
    "semanticLayerDataSource": "Domain",
    "adhocDataView": "Ad Hoc view",
    "dashboardModelResource": "dashboard",
    "dashboardResource": "dashboard",
    "adhocReportUnit": "Ad Hoc report",
    "dataDefinerUnit": "topic",
    "reportOptions": "report options",
    "user": "user",
    "role": "role",
    "organization": "organization",
    "reportJob": "job",
    "holiday-calendar": "calendar",
    "accessEvent": "access event",
    "favorite": "favorite",
}
"""By root element."""


def noun(root: str) -> str:
    """What people call a thing; its root element where nobody calls it anything."""
    return NOUNS.get(root, root)


def sentence_case(text: str, names: Container[str] = ()) -> str:
    """A text as a sentence begins: a word gets a capital, a name stays as it is written.

    >>> sentence_case("the user ana"), sentence_case("a.css: is new"), sentence_case("label is", {"label"})
    ('The user ana', 'a.css: is new', 'label is')

    Args:
        text: the text.
        names: words that are names.
    """
    word = re.split(r"[\s:,]", text, maxsplit=1)[0]
    is_word = word.isalpha() and word.islower() and word not in names
    return text[0].upper() + text[1:] if is_word else text
