"""What notebooks and pages show: all of it there, nothing unescaped, elements that nest."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import SAMPLES, TEXT, byte_span, entity, extraction_of, make, quote

import sayso
from sayso import _markup, _view

html5lib = pytest.importorskip("html5lib")

HOSTILE = [
    "<script>alert(1)</script>",
    "</mark></span></div></body>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='x",
    "&lt;b&gt; &amp; &#0; &nosuch;",
    "<!-- <![CDATA[ ]]> -->",
    "]]></title></style><svg onload=x>",
    "\x00\x01\x1b[31m\x7f\x85",
    "a\u202eb\u2066c\u2069",
    "\ufffe\U0001ffff\ufdd0",
    "e\u0301👩\u200d👩\u200d👧 日本",
    "line\r\nline\rline\n\tline\u2028",
    "{{7*7}} ${x} %s [bold]x[/bold] \\",
    "javascript:alert(1)",
]


def parsed(fragment: str) -> Any:
    """The tree of a fragment; html5lib raises at the first thing that is no HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(fragment)


class Nesting(HTMLParser):
    """Every tag is closed, in the order that they nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("br", "meta"):
            self.open.append(tag)
            self.depth = max(self.depth, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


NAMES = {"div", "strong", "span", "br", "small", "table", "caption", "thead", "tbody", "tr", "th", "td", "details"}
NAMES |= {"summary", "sup", "b", "i", "a"}
ATTRIBUTES = {"style", "title", "scope", "dir", "id", "href", "tabindex"}


def check(fragment: str) -> str:
    """The text of a fragment that is sound HTML of none but the elements that we write."""
    nesting = Nesting()
    nesting.feed(fragment)
    nesting.close()
    assert nesting.open == []
    assert nesting.names <= NAMES
    assert nesting.attributes <= ATTRIBUTES
    tree = parsed(fragment)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= NAMES | {"DOCUMENT_FRAGMENT"}
    for link in tree.iter("a"):
        assert link.get("href").startswith("#")
    return "".join(tree.itertext())


def body(page: str) -> str:
    """What is inside the article of a page, for its own sake."""
    return page.split("<article>")[1].split("</article>")[0]


def fuzzed(seed: int) -> sayso.Extraction:
    """Hostile text, with spans of all kinds anywhere: they cross, repeat and lie in one another."""
    draw = random.Random(seed)
    text = "".join(draw.choice([*HOSTILE, "said ", "x", " "]) for _ in range(draw.randint(3, 30))) + "."
    size = len(text)

    def span() -> dict[str, int]:
        start = draw.randrange(size)
        end = draw.randint(start + 1, min(size, start + draw.choice([1, 5, 200])))
        head = len(text[:start].encode())
        return {"start": head, "end": head + len(text[start:end].encode())}

    def spans() -> list[dict[str, int]]:
        cuts = sorted(draw.sample(range(size + 1), min(size + 1, 2 * draw.randint(1, 3)) // 2 * 2))
        at = [len(text[:cut].encode()) for cut in cuts]
        return [{"start": s, "end": e} for s, e in zip(at[::2], at[1::2], strict=True)]

    entities = [
        entity(draw.choice(HOSTILE), sorted_mentions([span() for _ in range(draw.randint(1, 4))]), roles=[HOSTILE[1]])
        for _ in range(draw.randint(1, 4))
    ]
    quotes = [
        quote(
            draw.choice(["direct", "indirect", "mixed", "reported"]),
            spans(),
            cue=draw.choice([None, span()]),
            source=draw.choice([None, span()]),
            speaker=draw.choice([None, draw.randrange(len(entities))]),
            addressee=draw.choice([None, draw.randrange(len(entities))]),
            relayed_by=draw.choice([None, i - 1]) if i else None,
        )
        for i in range(draw.randint(0, 6))
    ]
    return extraction_of(text, entities, quotes, id=draw.choice(HOSTILE), warnings=[draw.choice(HOSTILE)])


def sorted_mentions(spans: list[dict[str, int]]) -> list[Any]:
    return [(span, "name") for span in sorted(spans, key=lambda one: (one["start"], one["end"]))]


def lines(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("seed", range(60))
def test_hostile_articles(seed: int) -> None:
    extraction = fuzzed(seed)
    for view in (extraction, extraction.quotes, extraction.entities, *extraction.quotes, *extraction.entities):
        check(view._repr_html_())
    page = extraction.to_html()
    assert page == extraction.to_html()
    html5lib.HTMLParser(strict=True).parse(page)
    whole = check(body(page).split("</h1>")[1])
    # all of the text is there, in its order, between what we add: take that away and it is the text
    bare = re.sub(r"<a\b.*?</a> |<sup\b.*?</sup>", "", page.split('dir="auto">', 1)[1].split("</div>")[0])
    shown = "".join(parsed(bare).itertext())
    assert lines(shown) == lines(_markup.harmless(extraction.text))
    for control in "\x00\x1b\x7f\x85\u202e\u2066":
        assert control not in whole


def test_layers_that_cross_are_cut() -> None:
    def layer(start: int, end: int, name: str, rank: int = 0) -> _markup.Layer:
        tag, tail = _markup.Html(f"<{name}>"), _markup.Html(f"</{name}>")
        return _markup.Layer(start, end, rank, _markup.Html(f"<{name} id=x>"), tag, tail)

    assert _markup.layered("abcdef", []) == "abcdef"
    assert _markup.layered("a<b", [layer(0, 3, "i")]) == "<i id=x>a&lt;b</i>"
    inside = [layer(2, 4, "b"), layer(0, 6, "i")]
    assert _markup.layered("abcdef", inside) == "<i id=x>ab<b id=x>cd</b>ef</i>"
    crossing = [layer(0, 4, "i"), layer(2, 6, "b")]
    assert _markup.layered("abcdef", crossing) == "<i id=x>ab<b id=x>cd</b></i><b>ef</b>"
    same = [layer(0, 2, "i", 3), layer(0, 2, "b", 1)]
    assert _markup.layered("ab", same) == "<b id=x><i id=x>ab</i></b>"
    beside = [layer(0, 1, "i"), layer(1, 2, "b")]
    assert _markup.layered("ab", beside) == "<i id=x>a</i><b id=x>b</b>"
    deep = [layer(0, 200 - i, "i") for i in range(199)]
    assert _markup.layered("x" * 200, deep).count("<i id=x>") == _markup.DEEPEST
    assert _markup.layered("ab", [layer(0, 0, "i"), layer(1, 9, "b")]) == "ab"


def test_the_view_says_who_said_what(made: sayso.Extraction) -> None:
    text = check(made._repr_html_())
    assert "ferry · 3 entities, 4 quotes" in text
    assert "Note: made by hand" in text
    assert "Speakers: Ada Lund 3×" in text
    assert "q1 Ada Lund that the ferry would run until March" in text
    assert "indirect to parliament, confidence 0.91" in text
    assert "mixed, praise, negated, anonymous, in q3" in text
    tree = parsed(made._repr_html_())
    titles = [element.get("title") for element in tree.iter() if element.get("title")]
    assert "q1: Ada Lund to parliament · indirect · confidence 0.91" in titles
    assert "PERSON: Ada Lund (harbour minister)" in titles
    assert {"cue of q1", "source of q1"} <= set(titles)
    # two spans of one quote: the name once, then a sign that it goes on
    marked = ["".join(mark.itertext()) for mark in tree.iter("span") if "border-top" in (mark.get("style") or "")]
    assert marked[1:3] == ["q2 Ada Lund “It is café-proof,”", "q2… “Le\u0301on agrees.”"]


def test_colours_are_not_all_that_tells(made: sayso.Extraction) -> None:
    """Each kind of quote and each sort of entity has a pattern of its own, and each quote begins with a name."""
    patterns = [*_view.QUOTE_LINES.values(), _view.OTHER_QUOTES]
    assert len(set(patterns)) == len(patterns)
    assert len({line for _, line, _ in _view.ENTITY_LINES}) == len(_view.ENTITY_LINES)
    fragment = made._repr_html_()
    for colour in re.findall(r"background-color:([^;\"]*)", fragment):
        assert re.fullmatch(r"#[0-9a-f]{8}", colour)  # with alpha: on light and dark alike
    assert not re.search(r"<style|<script|var\(|aria-|class=|url\(", fragment)
    assert not re.search(r"[;\"]color:", fragment)  # JupyterLab would drop the only value that suits both, inherit
    assert "<mark" not in fragment  # black on any page by default


def test_no_quotes_and_no_names() -> None:
    empty = extraction_of("Nothing.", [], [], id="")
    assert "No quotes." in check(empty._repr_html_())
    assert "0 entities, 0 quotes" in check(empty._repr_html_())
    assert "Quotes (0)" in check(empty.quotes._repr_html_())
    assert "Entities (0)" in check(empty.entities._repr_html_())


def test_nobody_is_named() -> None:
    nobody = extraction_of("It rained, it was said.", [], [quote("indirect", [{"start": 0, "end": 9}])])
    shown = check(nobody._repr_html_())
    assert "Nobody who speaks is named." in shown
    assert "q1 ? It rained" in shown


def test_an_unknown_kind_shows() -> None:
    """A kind that this module knows nothing of has a line and its name."""
    known = dict(_view.QUOTE_LINES)
    _view.QUOTE_LINES.pop("mixed")
    try:
        fragment = make()._repr_html_()
    finally:
        _view.QUOTE_LINES.clear()
        _view.QUOTE_LINES.update(known)
    assert f"border-top:3px {_view.OTHER_QUOTES}" in fragment
    assert "mixed, praise" in check(fragment)


def test_reported_speech_is_a_kind_of_its_own() -> None:
    told = extraction_of("Ada Lund spoke about the treaty.", [], [quote("reported", [{"start": 15, "end": 31}])])
    fragment = told._repr_html_()
    assert f"border-top:3px {_view.QUOTE_LINES['reported']} " in fragment
    shown = check(fragment)
    assert f"reported {_view.QUOTE_LINES['reported']}" in shown
    assert "reported, confidence 0.50" in shown


def test_a_long_article_is_shortened() -> None:
    sentence = "Ada Lund said so. "
    text = sentence * (1_000_000 // len(sentence))
    n = text.count("Lund") // 10
    lund = entity("Ada Lund", [(byte_span(text[: 18 * 900], "Ada Lund", 10 * i), "name") for i in range(90)])
    said = [quote("direct", [{"start": 18 * i + 9, "end": 18 * i + 16}], speaker=0) for i in range(n)]
    long = extraction_of(text, [lund], said)
    fragment = long._repr_html_()
    assert len(fragment) < 1_500_000
    shown = check(fragment)
    assert f"Shortened: 20,000 of {len(text):,} characters are shown" in shown
    assert f"{n - _view.ROWS:,} more quotes" in shown
    page = long.to_html()
    assert page.count("border-top:3px") == n
    assert "Shortened" not in page


def test_to_html_writes_a_page(made: sayso.Extraction, tmp_path: Any) -> None:
    path = tmp_path / "page.html"
    assert made.to_html(path) is None
    page = path.read_bytes().decode()
    assert page == made.to_html()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert tree.get("lang") == "en"
    assert [h.text for h in tree.iter("h1")] == ["ferry"]
    assert tree.find(".//title").text == "ferry"
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert {link.get("href") for link in tree.iter("a")} == {f"#{id}" for id in ids}
    # nothing is fetched from elsewhere and nothing runs
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(| src=| on[a-z]+=", page)


def test_tuples_stay_tuples(made: sayso.Extraction) -> None:
    import copy
    import pickle

    assert made.quotes == tuple(made.quotes)
    assert hash(made.quotes) == hash(tuple(made.quotes))
    assert isinstance(made.quotes[1:3], sayso.Quotes)
    assert isinstance(made.entities[::-1], sayso.Entities)
    assert isinstance(made.quotes[0], sayso.Quote)
    again = pickle.loads(pickle.dumps(made.quotes))
    assert (type(again), again) == (sayso.Quotes, made.quotes)
    assert copy.deepcopy(made.entities) == made.entities
    assert repr(made.quotes[:1]) == f"({made.quotes[0]!r},)"
    assert not hasattr(made.quotes, "__dict__")
    with pytest.raises(IndexError):
        made.quotes[4]


def test_single_views_and_tables(made: sayso.Extraction, tiny: sayso.Extractor) -> None:
    alone = check(made.quotes[0]._repr_html_())
    for words in ("Quote q1", "that the ferry would run until March", "Ada Lund", "told", "parliament", "0.91"):
        assert words in alone
    alone = check(made.entities[0]._repr_html_())
    for words in ("Entity e1", "PERSON", "harbour minister", "female", "4× as", "Ada Lund, she, Lund"):
        assert words in alone
    tables = tiny.extract_table([{"id": f"<b>{i}", "text": "Ada Lund said <i>so</i>."} for i in range(30)])
    rows = check(tables.articles._repr_html_())
    assert "articles: 30 rows" in rows
    assert "20 more rows" in rows
    assert "<b>0" in rows
    for table in tables:
        text = check(table._repr_html_())
        assert all(column in text for column in table.columns)
    assert "30" in check(tables._repr_html_())


def test_sample_articles(tiny: sayso.Extractor) -> None:
    for path in SAMPLES[:4]:
        extraction = tiny.extract({"id": path.stem, "text": path.read_bytes().decode()[:800]})
        check(extraction._repr_html_())
        html5lib.HTMLParser(strict=True).parse(extraction.to_html())
    assert TEXT in make().text
