"""Results of `catalogkit refs` as data, and generated graphs."""

from typing import Any

from hypothesis import strategies as st


def edge(owner: str, node: str, **members: Any) -> dict[str, Any]:
    """A reference; members say what is special about it."""
    usual = {
        "target": node,
        "role": "file",
        "strength": "hard",
        "certainty": "literal",
        "entry": "a.xml",
        "line": 1,
        "where": "/x",
        "text": "text",
        "resolved": True,
        "reason": None,
    }
    return {"owner": owner, "node": node, **usual, **members}


def result(
    edges: list[dict[str, Any]], *, asked: tuple[str, ...] = (), absent: tuple[str, ...] = (), **members: Any
) -> dict[str, Any]:
    """A result that holds some references and the objects that they name."""
    ids = dict.fromkeys(name for item in edges for name in (item["owner"], item["node"]) if name)
    objects = [
        {
            "id": name,
            "kind": "resource",
            "type": "" if name in absent else "reportUnit",
            "label": "",
            "known": name not in absent,
        }
        for name in ids
    ]
    return {
        "schema": "catalogkit/refs/1",
        "path": "export.zip",
        "question": "what /a needs",
        "kind": "needs",
        "missing": [],
        "unused": None,
        "unread": [],
        "asked": list(asked),
        "edges": edges,
        "objects": objects,
        **members,
    }


def hostile(text: str) -> dict[str, Any]:
    """A result in which everything that a catalog can say is one text."""
    edges = [
        edge(text, f"/b/{text}", role=text, entry=text, where=text, text=text, reason=text, resolved=False),
        edge(f"/b/{text}", "/c", strength="soft"),
        edge(text, f"/d/{text}", certainty="dynamic", strength="run time"),
    ]
    data = result(edges, asked=(text,), absent=(f"/b/{text}",), question=text, path=text)
    data |= {
        "missing": [{"target": text, "roles": [text], "needed_by": [text]}],
        "unused": [{"uri": text, "type": text, "used_by": [text], "doubts": [text]}],
        "unread": [{"owner": text, "entry": text, "line": 1, "what": text}],
    }
    return data | {"objects": [item | {"label": text, "type": text} for item in data["objects"]]}


def pairs(most: int = 24) -> st.SearchStrategy[tuple[int, list[tuple[int, int]]]]:
    """A number of objects, and links between different ones."""
    return st.integers(1, most).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(
                st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
                    lambda pair: pair[0] != pair[1]
                ),
                max_size=2 * most,
                unique=True,
            ),
        )
    )
