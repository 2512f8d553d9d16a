"""Keys are read as servers and people write them, never show themselves, and decrypt what servers encrypt."""

from __future__ import annotations

import base64
import gzip
import hashlib
import pickle
import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogkit import UsageError
from catalogkit.keys import (
    Key,
    UndecipherableError,
    decrypt,
    is_hexadecimal,
    key_from_file,
    key_numbers,
    key_of_numbers,
    opens,
    read_key,
    read_keystore,
)
from catalogkit.keys.java_object import Stream, read_object
from catalogkit.testing import key_properties, keyed_secret, old_secret

BYTES = bytes(range(0x91, 0xA1))
NUMBERS = " ".join(f"0x{byte:02x}" for byte in BYTES)
KEY, OTHER = Key(BYTES), Key(bytes(16))

STORE = gzip.decompress(base64.b64decode(
    "H4sIAAAAAAACAzt37tw5BgYGJiBmBmJGBuby1CQgvYhRccIboECWQYaBDBunNhsjC6MWkzCjAT8LR1ByjVdnhdUVJmZmXgcWj/th"
    "SqvP3fxp2ZSRJe3w1/vk4aUbcjfO8+m4GSNxdtFnfXO7fbpL5GZdcNZYG7JC2XWqZUOGVay1CHf586Q5dyvDn/9NmSL1Z7nryQCw"
    "9awReqYGlkCWkUETo55B49UFzEyMTEwcCctOMJ6s7L9rwMXGodXmcc6WhZnJgMeQy4CDjTmUhVmYscJATpzXyMzQ0MjIwMjE0MQs"
    "Cso1hnLRVEcaCLOxg01iYoQayczIzuzEwHJ/g/v8g9HSCw5//XB8Vsb2NwUPWptv2G6/sVf3+5bSI5UbTnTcEvxk06nOPo/JacXb"
    "GZ8sKiT3808I0XMVmNZRtUrWerGigbyBLNAiWT4WMRaRJ/Mn+3FGb6tT+zxj6on9z04+Ejlag+wLZg8GA1cmRYZtHil7+v+pFJoK"
    "v711/4RG8wzP7IWdE6dG33APN5ry6p8Ek4Kpy1QnzeY3yQdb8h4U617a9ObP39O2Co9Fz/bf+5Tfs+8COA458ouSMxKLUoohkdj9"
    "cM1bBtbiIgbj5PxcveLSPL3kosqCkny9gqL8ssyU1CK94NTEnNQU/6Ss1OQSt/wi79TKgKL8EiAnv+hs+KnI5wa7g4Gpo6KIQTIr"
    "sSyxAqYfWZudme2yw9tDCpgYWKIZeFPzkvNTUlMCEosSc4tLGJiinaIZBICCIH2pKc75eSWpeSWFDHUMTD4MnAVgVY456SUMQj4g"
    "C/RzEvPS9YNLijLz0q19GNiLgfYApUHqmSsKSotA5q35LP6DjSPkAchdBUBfC4JSpcvlh049mStug1NlKUg9K1BqwsKaiTu7q093"
    "xT6N33L/aE+6yPIpj/LlnO+terpI7tCTdx9MN8eXzY//yP4h++hdz8SYpKUlYYqy83P+qtwXSikR/LHr5YUbzg5eiya6LDH8/nK9"
    "eOWRJuHgyQzLduqfuBfK5+Xz2txQSNyTgUkhg/XI4ZDVCy+F/DJ51HUrxO6BW7+Y9G3D7b2K79ISlA9P3KTRynekyMK9hEEswMk1"
    "PLMkw9fF1DEvJaQosyAn1cU1GKcEOFqZ83NSIDHaxztSYtRS9vPzWdd+cqHEKKPCsdKgtHlLa/luhspY6S84JfbvcdSPRZEzDzFN"
    "mxHzd1KYy4XTYSW/PhmyvlpcGvtK3yvp8RSfPy+Z+GSKrxicE3yk1TF1vlhxyZa3kwW0lmx5ybBt3pXYTRF7n7B8Wvs5vVF5u21O"
    "5g3tv+LXni84PdUz2OGkEl8i1+t792bNdP188F7V3u4FVhqzpz0SWhD7zHSid15BxPqFZ89k3VPy+mVuozapbktY3HTOJ4lfJ3Kx"
    "H30vd8R68r1bSy5N+l98QabxtGPBT6byo4nXm1YkWKYnOx4T2X6v6+Pz+78vLCpuY1c8ddmPh6ns+KOvLso5uVyHujz7TI4dm2/8"
    "Z1OPcLT0/1Mnj7/TU3jgF7hu5ueM79wX9hc7TF1S8ShimsmHQ+ssxZTdP5wLU//HnnrN7YE96Sns9YGuHuX7nGq69nl3Q14x9ptN"
    "dLkMACitJv8ZBgAA"
))  # fmt: skip
"""Made by the keytool of Java 17: AES key `orchards`, DESede key `old`, EC key pair `web`."""
ONE_PASSWORD = gzip.decompress(
    base64.b64decode(
        "H4sIAAAAAAACAzt37tw5BgYGJiBmBGJmBpbixNxUIGcRo1ZK25q3DKzFRQzGyfm5esWleXrJRZUFJfl6BUX5ZZkpqUV6wamJOakp"
        "/klZqcklbvlF3qmVAUX5JUBOftHZ8FORzw12BwNNrihikMxKLEusgOlH1mZnZrvs8PaQAiYGlmgG3tS85PyU1JSAxKLE3OISBqZo"
        "p2gGAaAgSF9qinN+XklqXkkhQx0Dkw8DZwFYlWNOegmDkA/IAv2cxLx0/eCSosy8dGsfBvZioD1AaZB65oqC0iKQeWs+i/9g4wh5"
        "AHJXAdDHggb8LByHFbVnGjouvMfEzMzrUApSzwqUWrB08to599/yLji+Yq7trTeWk7brKz63shNcOWn1D+PrMzuefird6nNZ8OSS"
        "x6LXLuufKp0RsXFCaEdpZfkWRZ5p7AkpC6553+T6v7CrdeWJqzI3WT4oed9wfLopY9Ixq7Rju3+9+bRbfr5ub8fCLesr6oO+rNFe"
        "s6nez8tm251orZ1hChtWCt+Xf1q14MZn8dJnuqy85fEvJl+ZInkzalZiyyLlvmXa5Qv6w0sYxAKcXMMzSzJ8XUwd81JCijILclJd"
        "XINxSqyYfCP76UVhn+6YGQo3H9QtFHl0RAQAkpEpoQMCAAA="
    )
)
"""Made likewise: AES key `same` of 256 bits, under the password of the store."""
STORE_PASSWORD, KEY_PASSWORD = "orchard-store", "orchard-key"
IN_STORE = bytes.fromhex("11b9fda813f7c3321f4e37e21a482de5")
"""What Java itself reads under `orchards`."""


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error) + str(getattr(error, "hint", ""))


# Reading


@pytest.mark.parametrize(
    "text",
    [
        NUMBERS,
        NUMBERS.upper().replace("0X", "0X"),
        "\t" + NUMBERS.replace(" ", "\r\n  ") + "\n",
        " ".join(str(byte) for byte in BYTES),
        " ".join(f"0{byte:o}" for byte in BYTES),
        " ".join(f"#{byte:x}" for byte in BYTES),
        " ".join(str(byte - 256) for byte in BYTES),
        BYTES.hex(),
        BYTES.hex().upper() + "\n",
        "0x" + BYTES.hex(),
    ],
    ids=["server", "upper", "lines", "decimal", "octal", "hash", "signed", "word", "WORD", "0xword"],
)
def test_a_key_is_read(text: str) -> None:
    assert read_key(text) == KEY


@pytest.mark.parametrize("size", [16, 24, 32])
def test_a_key_of_each_size_is_read(size: int) -> None:
    assert read_key(bytes(range(size)).hex()).bits == 8 * size


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "this is no key"),
        (" ", "this is no key"),
        ("s3cr3t-phrase", "this is no key"),
        (NUMBERS + " 09", "this is no key"),
        (NUMBERS + ",", "this is no key"),
        ("1c 40 b9 f6", "this is no key"),
        (NUMBERS.replace("0x91", "0x191"), "a number of the key is no byte"),
        (NUMBERS + " 1", "a key of 136 bits; a key for AES has 128, 192 or 256"),
        ("77 78", "a key of 16 bits; a key for AES has 128, 192 or 256"),
        (BYTES.hex() + "77", "a key of 136 bits; a key for AES has 128, 192 or 256"),
    ],
)
def test_what_is_no_key_is_refused_without_repeating_it(text: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_key(text, "--secret-key")

    assert (caught.value.what, caught.value.where) == (what, "--secret-key")
    for word in text.split():
        if len(word) > 3:
            assert word not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0x1c 28 034 #1C +28", [28] * 5),
        ("0 00 0x0 -0", [0] * 4),
        ("2147483647 -2147483648", [2**31 - 1, -(2**31)]),
        ("2147483648", None),
        ("08", None),
        ("0x", None),
        ("-", None),
        ("1,2", None),
        ("1\u00a02", None),
        ("\u0661", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_numbers_are_read_as_java_decodes_integers(text: str, numbers: list[int] | None) -> None:
    assert key_numbers(text) == numbers


def test_of_a_number_the_lowest_eight_bits_count() -> None:
    assert key_of_numbers([0x191, -1]) == Key(b"\x91\xff")


def test_a_key_is_read_from_a_file(tmp_path: Path) -> None:
    assert key_from_file(written(tmp_path / "k", NUMBERS.encode() + b"\n")) == KEY


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x91" * 16, "the file holds no key as text"),
        (b"1 " * 3000, "the file holds no key as text"),
        (b"-----BEGIN", "this is no key"),
    ],
)
def test_a_file_without_a_key_is_refused(data: bytes, what: str, tmp_path: Path) -> None:
    path = written(tmp_path / "k", data)

    with pytest.raises(UsageError) as caught:
        key_from_file(path)

    assert (caught.value.what, caught.value.where) == (what, str(path))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the file: No such file or directory"):
        key_from_file(tmp_path / "none")


def test_a_key_never_shows_itself() -> None:
    assert repr(KEY) == str(KEY) == f"{KEY}" == "Key(16 bytes)"
    with pytest.raises(TypeError, match="a key is not pickled"):
        pickle.dumps(KEY)
    assert Key(BYTES) == KEY
    assert OTHER != KEY
    assert hash(Key(BYTES)) == hash(KEY)
    assert [Key(bytes(size)).fits_aes for size in (15, 16, 24, 32, 33)] == [False, True, True, True, False]


# Decrypting


@given(st.text(), st.sampled_from([16, 24, 32]), st.text())
@settings(max_examples=50)
def test_what_was_encrypted_is_decrypted(text: str, size: int, salt: str) -> None:
    key = Key(hashlib.sha256(salt.encode("utf-8", "replace")).digest()[:size])
    text = text.encode("utf-8", "replace").decode()

    assert decrypt(key, keyed_secret(text, key=key)) == text


def test_what_java_encrypted_is_decrypted() -> None:
    """Case 1 of RFC 3602, with the padding that Java 17 adds (`AES/CBC/PKCS5Padding`)."""
    key = Key(bytes.fromhex("06a9214036b8a15b512e03d534120006"))
    vector = "3DAFBA429D9EB430B422DA802C9FAC41"
    body = "E353779C1079AEB82708942DBE77181AB97C825E1C785146542D396941BCE55D"

    assert decrypt(key, f"ENC<4A5253495600000010{vector}{body}>") == "Single block msg"


def test_another_key_does_not_decrypt() -> None:
    secrets = [keyed_secret("hunter2", salt=str(n), key=KEY) for n in range(100)]

    garbage = [text for secret in secrets if (text := decrypt(OTHER, secret)) is not None]

    assert len(garbage) <= 5
    assert "hunter2" not in garbage


def test_the_token_tells_the_right_key() -> None:
    token = key_properties(key=KEY)["encrypted"]

    assert opens(KEY, token)
    assert opens(KEY, token.lower())
    assert not opens(OTHER, token)
    assert opens(KEY, keyed_secret("TRUE", key=KEY))
    assert not opens(KEY, keyed_secret("truely", key=KEY))
    assert not opens(KEY, keyed_secret("", key=KEY))


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("ENC<zz>", "it is not hexadecimal"),
        ("ENC<4A5>", "it is not hexadecimal"),
        ("hunter2", "it is not hexadecimal"),
        (old_secret("hunter2"), "it carries no initialisation vector: no server since 7.5 wrote it"),
        ("ENC<>", "it carries no initialisation vector: no server since 7.5 wrote it"),
        ("4A5253495600000008" + "00" * 24, "it was not encrypted with AES"),
        ("4A52534956", "it was not encrypted with AES"),
        ("4A5253495600000010" + "00" * 15, "it is cut off"),
        ("4A5253495600000010" + "00" * 16, "it is cut off"),
        ("4A5253495600000010" + "00" * 31, "it is cut off"),
    ],
)
def test_what_no_key_decrypts_is_said_without_repeating_it(value: str, what: str) -> None:
    with pytest.raises(UndecipherableError) as caught:
        decrypt(KEY, value)

    assert str(caught.value) == what
    assert value not in str(caught.value)


def test_hexadecimal_is_told() -> None:
    assert is_hexadecimal("ENC<4a5B>")
    assert is_hexadecimal("4a5B")
    assert not is_hexadecimal("ENC<zz>")
    assert not is_hexadecimal("\uff14\uff11")


# Key stores


def test_the_keys_of_a_key_store_are_read(tmp_path: Path) -> None:
    found = read_keystore(written(tmp_path / "s", STORE), STORE_PASSWORD, KEY_PASSWORD)

    assert {stored.alias: stored.key for stored in found} == {"orchards": Key(IN_STORE), "old": None}
    assert IN_STORE.hex() not in repr(found)


def test_the_password_of_a_key_is_that_of_the_store_if_none_is_given(tmp_path: Path) -> None:
    (same,) = read_keystore(written(tmp_path / "one", ONE_PASSWORD), STORE_PASSWORD)
    others = read_keystore(written(tmp_path / "two", STORE), STORE_PASSWORD)

    assert (same.alias, same.key is not None and same.key.bits) == ("same", 256)
    assert [stored.key for stored in others] == [None, None]


def signed(body: bytes) -> bytes:
    word = STORE_PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite"
    return body + hashlib.sha1(word + body).digest()


HEAD = bytes.fromhex("cececece00000002")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "this is no key store in the format JCEKS"),
        (b"\xfe\xed\xfe\xed" + STORE[4:], "this is no key store in the format JCEKS"),
        (STORE[:-1], "the password does not open the key store, or it is damaged"),
        (STORE[:200] + b"?" + STORE[201:], "the password does not open the key store, or it is damaged"),
        (signed(HEAD + bytes(4)), "the key store holds no secret key"),
        (signed(HEAD + b"\0\0\0\1"), "the key store cannot be read: cut off"),
        (
            signed(HEAD + bytes.fromhex("00000001 00000009 0000 0000000000000000")),
            "the key store cannot be read: an unknown kind of entry",
        ),
        (
            signed(HEAD + bytes.fromhex("00000001 00000003 0000 0000000000000000 00000000")),
            "the key store cannot be read: no serialised object",
        ),
    ],
)
def test_a_key_store_that_cannot_be_read_is_said(data: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_keystore(written(tmp_path / "s", data), STORE_PASSWORD, KEY_PASSWORD)

    assert caught.value.what == what
    assert STORE_PASSWORD not in shown(caught.value)


def test_a_wrong_password_is_said_and_not_shown(tmp_path: Path) -> None:
    guess = STORE_PASSWORD.swapcase()

    with pytest.raises(UsageError, match="the password does not open the key store") as caught:
        read_keystore(written(tmp_path / "s", STORE), guess)

    assert guess not in shown(caught.value)


@given(st.binary(max_size=200), st.integers(0, 1500), st.integers(1, 60))
@settings(max_examples=200, deadline=None)
def test_a_serialised_object_is_read_or_refused(data: bytes, start: int, length: int) -> None:
    """Whatever a key store holds, the only error is ValueError."""
    spoilt = STORE[:start] + data[:length] + STORE[start + length :]
    position = spoilt.find(b"\xac\xed\x00\x05")
    for sample in (b"\xac\xed\x00\x05" + data, spoilt[max(position, 0) :]):
        try:
            found = read_object(Stream(sample))
        except ValueError:
            continue
        assert found.type
