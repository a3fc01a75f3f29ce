"""`sayso.evaluate`: what is right, wrong, missed and false, on articles whose answer is known."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from conftest import byte_span, entity, extraction_of, quote

import sayso

TEXT = "Ada Lund said the ferry would run. “We wait,” she said. Okafor asked for time. Rain fell, it was said."


def read(id: str = "a") -> sayso.Extraction:
    lund = entity("Ada Lund", [(byte_span(TEXT, "Ada Lund"), "name"), (byte_span(TEXT, "she"), "pronoun")])
    okafor = entity("Okafor", [(byte_span(TEXT, "Okafor"), "name")])
    quotes = [
        quote("indirect", [byte_span(TEXT, "the ferry would run")], speaker=0, confidence=0.9),
        quote("direct", [byte_span(TEXT, "“We wait,”")], speaker=1, confidence=0.3),
        quote("indirect", [byte_span(TEXT, "Rain fell")], confidence=0.5),
        quote("indirect", [byte_span(TEXT, "it was")], speaker=1, confidence=0.1),
    ]
    return extraction_of(TEXT, [lund, okafor], quotes, id=id)


GOLD = [
    {"article_id": "a", "speaker": "Lund", "text": "that the ferry would run"},
    {"article_id": "a", "speaker": "Ada Lund", "text": '"We wait,"'},
    {"article_id": "a", "speaker": "Okafor", "text": "for time"},
    {"article_id": "a", "speaker": None, "text": "Rain fell"},
    {"article_id": "elsewhere", "speaker": "Lund", "text": "nothing"},
]


def test_outcomes() -> None:
    evaluation = sayso.evaluate([read()], GOLD)
    outcomes = [(row["outcome"], row["gold_text"], row["text"]) for row in evaluation.rows]
    assert outcomes == [
        ("right", "that the ferry would run", "the ferry would run"),
        ("wrong speaker", '"We wait,"', "“We wait,”"),
        ("missed", "for time", None),
        ("right", "Rain fell", "Rain fell"),
        ("false", None, "it was"),
    ]
    quotes, attributed = evaluation.quotes, evaluation.attributed
    assert (quotes.right, quotes.found, quotes.gold) == (3, 4, 4)
    assert (attributed.right, attributed.found, attributed.gold) == (2, 4, 4)
    assert (attributed.precision, attributed.recall, attributed.f1) == (0.5, 0.5, 0.5)
    assert [(least, f.right, f.found, f.gold) for least, f in evaluation.by_confidence()] == [
        (0.0, 2, 4, 4),
        (0.2, 2, 3, 4),
        (0.4, 2, 2, 4),
        (0.6, 1, 1, 4),
        (0.8, 1, 1, 4),
    ]
    assert pickle.loads(pickle.dumps(evaluation)) == evaluation
    assert len(repr(evaluation)) < 120
    assert "2 right, 1 wrong speaker, 1 missed, 1 false" in str(evaluation)


def test_frames_are_gold_too() -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    expected = sayso.evaluate([read()], GOLD)
    for gold in (pd.DataFrame(GOLD), pl.DataFrame(GOLD), iter(GOLD)):
        assert sayso.evaluate(iter([read()]), gold) == expected
    frame = expected.to_pandas()
    assert list(frame.outcome) == [row["outcome"] for row in expected.rows]
    assert frame.columns.tolist() == list(expected.rows[0])


def test_its_own_output_is_right() -> None:
    """The table that a user corrects, before any correction."""
    gold = read().to_pandas().assign(article_id="a")
    evaluation = sayso.evaluate([read()], gold)
    assert {row["outcome"] for row in evaluation.rows} == {"right"}
    assert evaluation.attributed.f1 == 1.0


def test_each_quote_is_matched_once() -> None:
    evaluation = sayso.evaluate([read()], [GOLD[0], GOLD[0]])
    assert [row["outcome"] for row in evaluation.rows].count("missed") == 1


def test_articles_without_quotes_and_failed_ones() -> None:
    silent = [{"article_id": "a", "speaker": "", "text": ""}]
    assert [row["outcome"] for row in sayso.evaluate([read()], silent).rows] == ["false"] * 4
    failed = sayso.ArticleError("a", "input", "the text is empty")
    assert [row["outcome"] for row in sayso.evaluate([failed], GOLD).rows] == ["missed"] * 4
    # an article that nobody annotated counts for nothing
    assert sayso.evaluate([read(), read("b")], GOLD) == sayso.evaluate([read()], GOLD)


@pytest.mark.parametrize(
    ("results", "gold", "words"),
    [
        (["a", "a"], GOLD, "two results have the id 'a'"),
        (["b"], GOLD, "none of these articles: its ids are 'a', 'elsewhere'"),
        (["a"], [{"article_id": "a", "text": "x"}], "no 'speaker'"),
    ],
)
def test_clear_errors(results: Any, gold: Any, words: str) -> None:
    with pytest.raises(sayso.InputError, match=words):
        sayso.evaluate([read(id) for id in results], gold)


def test_it_shows_its_errors() -> None:
    html5lib = pytest.importorskip("html5lib")
    hostile = [*GOLD, {"article_id": "a", "speaker": "<b>", "text": "<script>"}]
    shown = sayso.evaluate([read()], hostile)._repr_html_()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(shown)
    text = "".join(tree.itertext())
    assert "Errors (4)" in text
    assert "<script>" in text
    assert tree.find(".//script") is None
