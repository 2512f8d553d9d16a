"""Catalog text is hostile: a page shows it, and never takes it for anything but text."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.report.pages.embed import Details, safe_json
from tests.report import samples
from tests.report.pages import objects_in, page, read
from tests.report.samples import PAYLOADS, change, check_of, diff_of, finding, hostile, rehearsal_of

RESULTS = {
    "diff": samples.diff_sample,
    "check": samples.check_sample,
    "info": lambda: samples.other_samples()["info"],
    "ls": lambda: samples.other_samples()["ls"],
    "access": lambda: samples.other_samples()["access"],
}
"""All but `refs`, which `test_pictures.py` spoils."""
OURS = set(
    """
    html head meta title style body header main footer section article nav div p span a
    b h1 h2 h3 ul ol li dl dt dd table thead tbody tr th td
    pre code small br wbr kbd svg use symbol path circle rect g text tspan defs
    marker polygon ellipse line figure figcaption input label button progress details summary
    dialog noscript script
    """.split()  # noqa: SIM905 - one word a line would be a page
)


def spoilt(name: str, payloads: tuple[str, ...] = PAYLOADS) -> Any:
    return hostile(RESULTS[name](), payloads)


@pytest.mark.parametrize("name", RESULTS)
class TestHostileTexts:
    def test_they_make_no_element_and_no_handler(self, name: str) -> None:
        document = read(page(spoilt(name)))

        elements = [element for element in document.iter() if isinstance(element.tag, str)]
        assert {element.tag for element in elements} <= OURS
        for element in elements:
            assert not [attribute for attribute in element.attrib if attribute.lower().startswith("on")]
        links = document.xpath("//@href | //@*[local-name()='href'] | //@src")
        assert all(link.startswith("#") for link in links)
        kinds = [script.get("type") for script in document.xpath("//script")]
        assert kinds.count(None) <= 1
        assert set(kinds) <= {None, "application/json"}

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_each_leaves_the_page_as_it_is(self, name: str, payload: str) -> None:
        def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
            elements = [element for element in read(text).iter() if isinstance(element.tag, str)]
            return [
                (element.tag, tuple(sorted(element.attrib))) for element in elements if element.tag != "wbr"
            ]

        assert shape(page(spoilt(name, (payload,)))) == shape(page(spoilt(name, ("harmless",))))

    def test_our_scripts_and_styles_stay_as_they_are(self, name: str) -> None:
        def parts(text: str) -> list[str]:
            return re.findall("<(?:script|style)>.*?</(?:script|style)>", text, re.DOTALL)

        assert parts(page(spoilt(name))) == parts(page(RESULTS[name]()))

    def test_nothing_invisible_passes(self, name: str) -> None:
        text = page(spoilt(name))

        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]", text
        )

    def test_data_never_ends_its_element(self, name: str) -> None:
        text = page(spoilt(name))

        for found in re.findall(
            '<script type="application/json" id="[a-z0-9-]+">(.*?)</script>', text, re.DOTALL
        ):
            assert "<" not in found
            json.loads(found)


def test_hostile_texts_are_shown() -> None:
    payload = "<img src=x onerror=alert(1)>"
    document = read(page(diff_of([change(uri=f"/{payload}", what=payload, before=payload)])))

    assert document.text_content().count(payload) >= 3


def test_hostile_places_are_shown() -> None:
    payload = "\"'><script>alert(1)</script>"
    found = finding(uri=None, entry=payload, message=payload, remedy=payload)
    rehearsal = rehearsal_of([], options=[f"--organization {payload}"], target=payload, message=payload)
    data = check_of([found], path=payload, rehearsal=rehearsal)

    text = page(data)

    assert payload in read(text).xpath("//ol[@class='sentences']")[0].text_content()
    assert objects_in(text)[0]["u"] == payload


@given(
    st.recursive(
        st.text(st.characters()) | st.none() | st.integers(), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_json_is_safe_and_keeps_what_can_be_seen(value: Any) -> None:
    text = safe_json(value)

    assert "<" not in text
    assert not re.search("[\x7f-\x9f\u2028\u2029\u202e\ud800-\udfff]", text)
    text.encode()
    if not re.search("[\x7f-\U0010ffff]", json.dumps(value, ensure_ascii=False)):
        assert json.loads(text) == value


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C",))), max_size=8))
def test_details_are_found_where_they_were_put(values: list[str]) -> None:
    details = Details()
    places = [details.add(value) for value in values]

    blocks = [json.loads(one.json) for one in details.blocks()]

    assert [blocks[number][place] for number, place in places] == values
