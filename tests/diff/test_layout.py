"""XML documents that say the same, however they are laid out."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.archive.limits import Limits
from catalogkit.diff.layout import same_apart_from_layout

SPACE = "urn:space"
NAMES = st.sampled_from(["a", "b", "textField", "band"])
# Without colons: what looks like a prefix means another thing where the prefixes are others.
TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc"], include_characters="\t\n\r", exclude_characters=":"
    ),
    max_size=8,
)


@dataclass(frozen=True)
class Node:
    """An element with a text, or with elements.

    Args:
        name: its local name.
        in_space: whether it is in a namespace.
        attributes: by name.
        content: what it holds.
    """

    name: str
    in_space: bool
    attributes: dict[str, str]
    content: str | tuple[Node, ...]


def nodes(content: st.SearchStrategy[object]) -> st.SearchStrategy[Node]:
    return st.builds(Node, NAMES, st.booleans(), st.dictionaries(NAMES, TEXTS, max_size=3), content)


TREES = st.recursive(
    nodes(TEXTS), lambda inner: nodes(st.lists(inner, min_size=1, max_size=3).map(tuple)), max_leaves=8
)


def written(node: Node, chance: random.Random) -> bytes:
    """A document in one of many layouts."""
    prefix = chance.choice("pq")
    encoding = chance.choice(["utf-8", "utf-16"])
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{gap(chance)}'
        + tag(node, chance, prefix, "")
        + gap(chance)
    )
    return text.encode(encoding)


def tag(node: Node, chance: random.Random, prefix: str, known: str) -> str:
    declared = ""
    if known != prefix and (node.in_space or chance.random() < 0.5):
        declared, known = f' xmlns:{prefix}="{SPACE}"', prefix
    name = f"{prefix}:{node.name}" if node.in_space else node.name
    attributes = [f" {key}={quoted(value, chance)}" for key, value in node.attributes.items()]
    chance.shuffle(attributes)
    if isinstance(node.content, str):
        inner = character_data(node.content, chance)
    else:
        inner = gap(chance) + "".join(
            tag(child, chance, prefix, known) + gap(chance) for child in node.content
        )
    if not inner and chance.random() < 0.5:
        return f"<{name}{''.join(attributes)}{declared}/>"
    return f"<{name}{declared}{''.join(attributes)}{gap(chance)}>{inner}</{name}>"


def gap(chance: random.Random) -> str:
    return chance.choice(["", "\n", "\r\n\t", "   "])


def quoted(value: str, chance: random.Random) -> str:
    quote, name = chance.choice([('"', "&quot;"), ("'", "&apos;")])
    return quote + escape(value, {quote: name, "\n": "&#10;", "\r": "&#13;", "\t": "&#x9;"}) + quote


def character_data(text: str, chance: random.Random) -> str:
    is_plain = "]]>" not in text and "\r" not in text
    if text and is_plain and chance.random() < 0.5:
        return f"<![CDATA[{text}]]>"
    return escape(text, {"\r": "&#13;"})


def changed(node: Node, chance: random.Random) -> Node:
    """The same tree with one difference."""
    if isinstance(node.content, tuple) and chance.random() < 0.7:
        at = chance.randrange(len(node.content))
        inner = list(node.content)
        inner[at] = changed(inner[at], chance)
        return replace(node, content=tuple(inner))
    changes = [replace(node, name=node.name + "x"), replace(node, in_space=not node.in_space)]
    changes.append(replace(node, attributes={**node.attributes, "new": ""}))
    changes += [replace(node, attributes={**node.attributes, k: v + " "}) for k, v in node.attributes.items()]
    if isinstance(node.content, str):
        changes += [replace(node, content=node.content + end) for end in (" ", "x", "\n")]
    else:
        changes.append(replace(node, content=(*node.content, node.content[0])))
    return chance.choice(changes)


@given(TREES, st.randoms(use_true_random=False))
def test_layouts_of_a_document_are_the_same(node: Node, chance: random.Random) -> None:
    assert same_apart_from_layout(written(node, chance), written(node, chance), Limits())


@given(TREES, st.randoms(use_true_random=False))
def test_documents_that_say_something_else_are_not(node: Node, chance: random.Random) -> None:
    old, new = written(node, chance), written(changed(node, chance), chance)
    assert not same_apart_from_layout(old, new, Limits())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<a><b/></a>", "<a>\n\t<b></b>\r\n</a>"),
        ("<a b='1' c='2'/>", '<a\n  c="2"\n  b="1"/>'),
        ("<a>&lt;&#65;</a>", "<a><![CDATA[<A]]></a>"),
        ("<a>1\r\n2</a>", "<a>1\n2</a>"),
        ("<a><!--c--><b/></a>", "<a>\n  <!--c-->\n  <b/></a>"),
        ("<?p q?><a/>", "<?xml version='1.0'?>\n<?p q?>\n<a/>\n"),
        ("<p:a xmlns:p='urn:p'/>", "<a xmlns='urn:p'/>"),
        ("<p:a xmlns:p='urn:p' p:b='1'/>", "<q:a xmlns:q='urn:p' q:b='1'/>"),
        ("<a xmlns:p='urn:p'/>", "<a/>"),
        ("<a xmlns:p='urn:p' b='p:x'/>", "<a b='p:x' xmlns:p='urn:p' xmlns:q='urn:q'/>"),
        ("<a xmlns:p='urn:p' b='at 12:30'/>", "<a b='at 12:30'/>"),
        ("<a xml:space='preserve'><b xml:space='default'> <c/></b></a>",
         "<a xml:space='preserve'><b xml:space='default'><c/></b></a>"),
        ("<!DOCTYPE a SYSTEM 'u'><a/>", '<!DOCTYPE a SYSTEM "u">\n<a/>'),
    ],
)  # fmt: skip
def test_what_is_layout(old: str, new: str) -> None:
    assert same_apart_from_layout(old.encode(), new.encode(), Limits())
    assert same_apart_from_layout(new.encode(), old.encode(), Limits())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<a> </a>", "<a/>"),
        ("<a>1</a>", "<a>1\n</a>"),
        ("<a>1<b/> </a>", "<a>1<b/></a>"),
        ("<a> <b/>1</a>", "<a><b/>1</a>"),
        ("<a>\u00a0<b/></a>", "<a><b/></a>"),
        ("<a> <!--c--></a>", "<a><!--c--></a>"),
        ("<a xml:space='preserve'> <b/></a>", "<a xml:space='preserve'><b/></a>"),
        ("<a xml:space='preserve'><b> <c/></b></a>", "<a xml:space='preserve'><b><c/></b></a>"),
        ("<a><b/><c/></a>", "<a><c/><b/></a>"),
        ("<a><b/></a>", "<a><b/><b/></a>"),
        ("<a><b/></a>", "<a><b/>x</a>"),
        ("<a><!--1--></a>", "<a><!--2--></a>"),
        ("<a><!--1--></a>", "<a/>"),
        ("<a>1<!--2--></a>", "<a><!--2-->1</a>"),
        ("<a><?p 1?></a>", "<a><?p 2?></a>"),
        ("<a><?p 1?></a>", "<a><?q 1?></a>"),
        ("<a><!--1--></a>", "<a><?p 1?></a>"),
        ("<!--1--><a/>", "<a/><!--1-->"),
        ("<!--1--><!--2--><a/>", "<!--2--><!--1--><a/>"),
        ("<a/><!--1-->", "<a/>"),
        ("<p:a xmlns:p='urn:p'/>", "<p:a xmlns:p='urn:q'/>"),
        ("<a xmlns:p='urn:p' b='p:x'/>", "<a xmlns:p='urn:q' b='p:x'/>"),
        ("<a xmlns:p='urn:p' b='p:x'/>", "<a b='p:x'/>"),
        ("<a xmlns:p='urn:p'>p:x</a>", "<a xmlns:p='urn:q'>p:x</a>"),
        ("<p:a xmlns:p='urn:p' b='1'/>", "<p:a xmlns:p='urn:p' p:b='1'/>"),
        ("<!DOCTYPE a SYSTEM 'u'><a/>", "<!DOCTYPE a SYSTEM 'v'><a/>"),
        ("<!DOCTYPE a SYSTEM 'u'><a/>", "<a/>"),
        ("<!DOCTYPE a [<!ATTLIST a b CDATA '1'>]><a/>", "<!DOCTYPE a [<!ATTLIST a b CDATA '2'>]><a/>"),
    ],
)
def test_what_is_not_layout(old: str, new: str) -> None:
    assert not same_apart_from_layout(old.encode(), new.encode(), Limits())
    assert not same_apart_from_layout(new.encode(), old.encode(), Limits())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"<a>",
        b"<a/><b/>",
        b"<a b='1' b='1'/>",
        b"<p:a/>",
        b"<a>\x00</a>",
        b"<a>&undeclared;</a>",
        b"<!DOCTYPE a SYSTEM 'a.dtd'><a>&undeclared;</a>",
        b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
        b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>".decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 1_000 + b"</a>" * 1_000,
        b"<a>" * 100_000,
        b"<a>" + b"<b/>" * 300_000 + b"</a>",
        b"<a>" + b"x" * 10_000_001 + b"</a>",
    ],
    ids=lambda data: repr(data[:40]),
)
def test_what_cannot_be_parsed_is_never_the_same(data: bytes) -> None:
    """Not even as itself; whoever asks has seen that the bytes differ."""
    assert not same_apart_from_layout(data, data, Limits(max_xml_nodes=250_000))


def test_the_limits_hold() -> None:
    data = b"<a><b><c>1</c></b></a>"
    assert same_apart_from_layout(data, data, Limits(max_xml_depth=3, max_xml_size=22))
    assert not same_apart_from_layout(data, data, Limits(max_xml_depth=2))
    assert not same_apart_from_layout(data, data, Limits(max_xml_size=21))


@given(
    st.binary(max_size=60),
    st.binary(max_size=60),
    st.sampled_from([b"", b"<a>", b"<?xml ", b"<!DOCTYPE a ["]),
)
def test_any_bytes_can_be_asked_about(old: bytes, new: bytes, start: bytes) -> None:
    same = same_apart_from_layout(start + old, start + new, Limits())
    assert same == same_apart_from_layout(start + new, start + old, Limits())
