"""String literals in the expressions of reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.references.expressions import Literal, literals

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def as_java(text: str) -> str:
    """A Java literal, as an encoder that escapes all that is not printable ASCII writes it."""
    units = text.encode("utf-16-be")
    found = ['"']
    for high, low in zip(units[::2], units[1::2], strict=True):
        char = chr(high << 8 | low)
        is_plain = " " <= char <= "~" and char != "$"
        found.append(_SHORT.get(char) or (char if is_plain else f"\\u{high:02x}{low:02X}"))
    return "".join([*found, '"'])


def found(expression: str) -> list[tuple[str, str]]:
    """The text of each literal, with what is known of it."""
    return [(literal.text, known(literal)) for literal in literals(expression)]


def known(literal: Literal) -> str:
    return "beginning" if literal.dynamic else "whole" if literal.whole else "part"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"a.jrxml"', "a.jrxml"),
        ("'a.jrxml'", "a.jrxml"),
        (' \n "a.jrxml"\t', "a.jrxml"),
        ('/* one */ "a.jrxml" // two', "a.jrxml"),
        ('// "x"\n"a.jrxml"', "a.jrxml"),
        ('""', ""),
        ("''", ""),
        (r'"\u0041\u00e9"', "Aé"),
        (r'"\uuu0041"', "A"),
        (r'"\u12"', "u12"),
        (r'"\ud83d\ude00"', "😀"),
        (r'"\ud83d"', "\ufffd"),
        (r'"\101\7\0"', "A\x07\x00"),
        (r'"\٣\²"', "٣²"),
        (r'"say \"hi\" \\ \n\t\r\b\f"', 'say "hi" \\ \n\t\r\b\f'),
        (r"'it\'s'", "it's"),
        ("'\"'", '"'),
        ('"it\'s"', "it's"),
        ('"http://host/a//b"', "http://host/a//b"),
        ('"/* no comment */"', "/* no comment */"),
        ('"costs $5, $"', "costs $5, $"),
        (r'"\$x and \${x}"', "$x and ${x}"),
        ("'$x and ${x}'", "$x and ${x}"),
        ('"repo:" + "a" + \'.jrxml\'', "repo:a.jrxml"),
        ('"repo:"\n  + /* the + name */ "a"\n  + // "not this"\n  ".jrxml"', "repo:a.jrxml"),
        (r'"a\\" + "b"', "a\\b"),
        (r'"\ud83d" + "\ude00"', "😀"),
    ],
)
def test_an_expression_that_is_only_text_is_known_as_a_whole(expression: str, text: str) -> None:
    assert found(expression) == [(text, "whole")]


@pytest.mark.parametrize(
    ("expression", "beginning"),
    [
        ('"repo:/img/" + $P{name} + ".png"', "repo:/img/"),
        ('"repo:/img/" + $P{name}', "repo:/img/"),
        ('"repo:" + "/img/" + $F{a} + "x" + "y"', "repo:/img/"),
        ('"a" + (b)', "a"),
        ('"a" +', "a"),
        ('"repo:/img/${name}.png"', "repo:/img/"),
        ('"repo:/img/$name"', "repo:/img/"),
        ('"repo:/img/$_name"', "repo:/img/"),
        ('"a$5/$name"', "a$5/"),
        (r'"\$a/$b"', "$a/"),
        (r'"\\${x}"', "\\"),
        ('"repo:/" + "${a}/b" + ".png"', "repo:/"),
        ('"${x}"', ""),
        ('"repo:/img/".concat($P{name})', "repo:/img/"),
        ('"repo:/img/X.png" .replaceAll(a, b)', "repo:/img/X.png"),
        ('String.format("repo:/img/%s.png", $F{name})', "repo:/img/"),
        ('java.text.MessageFormat.format("repo:/img/{0}", $F{name})', "repo:/img/"),
    ],
)
def test_of_what_is_put_together_at_run_time_only_the_beginning_is_certain(
    expression: str, beginning: str
) -> None:
    assert found(expression) == [(beginning, "beginning")]


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ('$P{x} ? "a.png" : "b.png"', ["a.png", "b.png"]),
        ('$F{sex}.equals(\'m\') ? "m.png" : "f.png"', ["m", "m.png", "f.png"]),
        ('"m".equals($F{sex}) ? "m.png" : null', ["m", "m.png"]),
        ('msg("x")', ["x"]),
        ('msg("x", "y")', ["x", "y"]),
        ('("a.png")', ["a.png"]),
        ('"a.png".trim()', ["a.png"]),
        ('new java.net.URL("http://host/a.png")', ["http://host/a.png"]),
        ('format("no value")', ["no value"]),
        ("$F{c} == 'x'", ["x"]),
        ('"a" "b"', ["a", "b"]),
        ('"""repo:/x"""', ["", "repo:/x", ""]),
        ("a / \"b\" / 'c'", ["b", "c"]),
    ],
)
def test_parts_of_an_expression_are_found_one_by_one(expression: str, texts: list[str]) -> None:
    assert found(expression) == [(text, "part") for text in texts]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        " \n",
        "null",
        "$P{SUB} + $F{x}",
        '$P{DIR} + "sub.jasper"',
        '$P{DIR} + "a" + "b"',
        "1 + 2 / 3",
        '// "a"',
        '/* "a" */',
        '/* "a"',
        '"a',
        "'a",
        '"a\\"',
        '"a\\',
        "\\",
    ],
)
def test_what_cannot_be_the_start_of_a_path_is_left_out(expression: str) -> None:
    assert found(expression) == []


def test_an_unterminated_string_takes_the_rest_and_leaves_what_was_before() -> None:
    assert found('$P{x} ? "a.png" : "b.png') == [("a.png", "part")]


def test_the_place_of_each_literal_is_told() -> None:
    expression = '\n$P{x}\n  ? "a"\n  + "b" : /*\n*/ "c"'

    assert [(literal.start, literal.line) for literal in literals(expression)] == [
        (expression.index('"a"'), 2),
        (expression.index('"c"'), 4),
    ]


@given(st.text())
def test_any_text_can_be_written_as_a_literal_and_read_back(text: str) -> None:
    assert list(literals(as_java(text))) == [Literal(text, whole=True, dynamic=False, start=0, line=0)]


@given(
    st.lists(st.text(), min_size=1, max_size=5), st.sampled_from([" + ", "+", "\n+\n", " /* + */ + // x\n"])
)
def test_texts_that_are_added_are_one(texts: list[str], plus: str) -> None:
    assert found(plus.join(map(as_java, texts))) == [("".join(texts), "whole")]


@given(st.text(alphabet="\"'\\+/*$u{ad083 \n٣", max_size=30) | st.text())
def test_whatever_is_written_every_literal_is_text_that_can_be_shown(expression: str) -> None:
    for literal in literals(expression):
        literal.text.encode("utf-8")
        assert expression[literal.start] in "\"'"
        assert expression.count("\n", 0, literal.start) == literal.line


@pytest.mark.parametrize(
    "repeated",
    [
        '"',
        "'",
        "\\",
        "+",
        "/",
        "/*",
        "/*a",
        '\\"',
        "'\\'",
        '"+',
        '"a"+',
        '"a",',
        "${",
        '"${',
        "\\u",
        '"\\u',
        "\n+",
    ],
)
@pytest.mark.parametrize("start", ["", '"', "'", "/*", '"a"'])
def test_hostile_expressions_take_no_longer_than_their_length(start: str, repeated: str) -> None:
    """Something quadratic would take minutes at this length; what ends, ends in a second or two."""
    expression = start + repeated * (200_000 // len(repeated))

    assert sum(1 for _ in literals(expression)) <= len(expression) // 2
