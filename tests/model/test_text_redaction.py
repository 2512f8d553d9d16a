"""Secrets in the text of data files."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.model.text_redaction import names_secret, redacted_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("db.password=hunter2 and more", "db.password=***"),
        ("  api_key: hunter2", "  api_key: ***"),
        ("a=1\nPWD = hunter2\nb=2", "a=1\nPWD = ***\nb=2"),
        ('{"password": "hunter2, too", "b": 1}', '{"password": "***", "b": 1}'),
        ("{'secretKey':'hunter2'}", "{'secretKey':'***'}"),
        ("jdbc:x://h/db?user=a&password=hunter2;b=c", "jdbc:x://h/db?user=a&password=***;b=c"),
        ("http://ana:hunter2@host/", "http://ana:***@host/"),
        ("<password>hunter2</password>", "<password>***</password>"),
        ("<a:adminPwd x='1'>\n hunter2\n</a:adminPwd>", "<a:adminPwd x='1'>\n ***</a:adminPwd>"),
        ("<password><![CDATA[hunter<2]]></password>", "<password><![CDATA[***]]></password>"),
        ('<property name="x.password" value="hunter2"/>', '<property name="x.password" value="***"/>'),
        ('<param name="token"><![CDATA[hunter2]]></param>', '<param name="token"><![CDATA[***]]></param>'),
        ('<entry key="accessKey">hunter2</entry>', '<entry key="accessKey">***</entry>'),
        ('<adapter password="hunter2"/>', '<adapter password="***"/>'),
        ("ENC<4A525349>, ENC&lt;00&gt;", "***, ***"),
        ("-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----\nx",
         "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\nx"),
        (r'{"a": "{\"password\": \"hunter2\", \"b\": 1}"}', r'{"a": "{\"password\": \"***\", \"b\": 1}"}'),
        ("a='{&quot;pwd&quot;:&quot;hunter2&quot;,&quot;b", "a='{&quot;pwd&quot;:&quot;***&quot;,&quot;b"),
        ('x pwd="a\\"hunter2", b="c"', 'x pwd="***", b="c"'),
        ('{"name": "password", "value": "hunter2"}', '{"name": "password", "value": "***"}'),
        ('<prop key="mail.password">hunter2</prop>', '<prop key="mail.password">***</prop>'),
        ("<key>a.password</key>\n<value>hunter2</value>", "<key>a.password</key>\n<value>***</value>"),
        ('<parameter name="API_TOKEN" class="x">\n<defaultValueExpression><![CDATA["hunter2"]]>',
         '<parameter name="API_TOKEN" class="x">\n<defaultValueExpression><![CDATA["***"]]>'),
        ("pwd=hunter2\\\n  hunter2\nb=c", "pwd=***\nb=c"),
        ("jdbc:oracle:thin:ana/hunter2@h:1521:x", "jdbc:oracle:thin:ana/***@h:1521:x"),
        ("x://ana:at@hunter2@host/a@b", "x://ana:***@host/a@b"),
        ("Authorization: Basic hunter2", "Authorization: Basic ***"),
        ("Private-Lines: 1\nhunter2\nPrivate-MAC: 0", "Private-Lines: 1\n***: 0"),
        ("-----BEGIN PRIVATE KEY-----\nhunter2", "-----BEGIN PRIVATE KEY-----***"),
    ],
)  # fmt: skip
def test_what_is_called_a_secret_is_masked(text: str, shown: str) -> None:
    assert redacted_text(text) == shown


LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=9) | st.just("İ")
)


@given(LINES, LINES)
def test_a_line_is_masked_wherever_it_stands(before: list[str], after: list[str]) -> None:
    shown = redacted_text("\n".join([*before, "db.Password = hunter2", *after])).split("\n")

    assert shown[len(before)] == "db.Password = ***"


def test_every_line_with_a_name_is_masked() -> None:
    """Also where a letter is longer in lower case than as it is written."""
    for line in ("a token: 'hunter2', pwd=hunter2\n", "İ apiKey: hunter2\n"):
        assert "hunter2" not in redacted_text(line * 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "select grower from deliveries where week = $P{week}",
        '<parameter name="P_TOKEN" class="java.lang.String">\n  <defaultValueExpression>1',
        '<field name="password" class="java.lang.String"/>\n<field name="b"/>',
        "<password></password><b>x</b>",
        '{"password": "", "b": "x"}',
        "http://www.example.org:8080/a@b",
        "the secret garden",
        '<staticText key="textField-1"/>',
    ],
)
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert redacted_text(text) == text


@pytest.mark.parametrize(
    "part",
    [
        "password", "<password>", "<password><![CDATA[", "password=", "password a.", "token a:", "token ",
        "<entry key='password'>", 'name="password" value="', "ENC<", "-----BEGIN PRIVATE KEY-----",
        "password='\\", 'password="\\"', "password=\\\n", "password:&quot;", 'password:\\"', "password\\\\",
        "jdbc:oracle:thin:a/", "Private-Lines: 1\n", "Authorization: Basic ", '"name":"password","value":"',
        "<key>password</key><value>", "<key>password", '<parameter name="token"><defaultValueExpression>"',
        "password\n", "password     ", "http://token:", "<passwordpassword ", "<entry 'a'password'",
    ],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    """With patterns that take the square of it, this takes minutes."""
    text = part * ((1 << 18) // len(part))
    start = time.process_time()

    redacted_text(text)

    assert time.process_time() - start < 5


def test_a_name_tells_a_secret() -> None:
    names = ("ldap.bindPassword", "API-Key", "season", "key", "accessGrant", "X_TOKEN")

    assert [name for name in names if names_secret(name)] == ["ldap.bindPassword", "API-Key", "X_TOKEN"]
