"""The counting in eval/, on gold and quotes made by hand: no data, no scorer, no model."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "eval"))
coreference, errors, names, polnear, speakers, tables = (
    importlib.import_module(name) for name in ("coreference", "errors", "names", "polnear", "speakers", "tables")
)


def words(*indices: int) -> frozenset[int]:
    return frozenset(indices)


def stretch(start: int, end: int) -> frozenset[int]:
    return frozenset(range(start, end))


# ---------------------------------------------------------------- exact spans


def test_a_gold_span_is_matched_once() -> None:
    gold = [words(1, 2), words(1, 2), words(5), words()]
    found = [words(1, 2), words(5, 6), words(5), words(5), words()]
    # right are (1, 2) and one of the two (5); spans that are empty count on no side
    assert polnear.exact_matches(gold, found) == {"right": 2, "found": 4, "gold": 3}
    figures = polnear.prf(2, 4, 3)
    assert figures == {"p": 0.5, "r": pytest.approx(2 / 3), "f": pytest.approx(4 / 7)}


def test_nothing_found_is_no_division_by_zero() -> None:
    assert polnear.exact_matches([words(1)], []) == {"right": 0, "found": 0, "gold": 1}
    assert polnear.prf(0, 0, 1) == {"p": 0.0, "r": 0.0, "f": 0.0}


# ---------------------------------------------------------------- confidence

PAIRS = [(0.05, False), (0.25, True), (0.25, False), (0.8, True), (0.85, True), (1.0, False)]


def test_bins() -> None:
    table = polnear.calibration(PAIRS)
    assert [row[2] for row in table] == [1, 0, 2, 0, 0, 0, 0, 0, 2, 1]
    assert table[2] == (0.2, 0.3, 2, 0.25, 0.5)
    assert table[8] == (0.8, 0.9, 2, pytest.approx(0.825), 1.0)
    # 1 lies in the last bin
    assert table[9] == (0.9, 1.0, 1, 1.0, 0.0)


def test_calibration_error() -> None:
    # bins: 1 x |0.05 - 0|, 2 x |0.25 - 0.5|, 2 x |0.825 - 1|, 1 x |1 - 0|, over 6 quotes
    assert polnear.calibration_error(polnear.calibration(PAIRS)) == pytest.approx((0.05 + 0.5 + 0.35 + 1) / 6)
    assert polnear.calibration_error(polnear.calibration([])) == 0.0


def test_confident_quotes() -> None:
    assert polnear.confident(PAIRS) == (3, 2)


def test_an_inner_quote_comes_out_when_those_around_it_are_left_out() -> None:
    def quote(name: str, confidence: float, relayed_by: str | None, kind: str = "indirect") -> dict[str, Any]:
        return {"id": name, "confidence": confidence, "relayed_by": relayed_by, "kind": kind, "speaker": None}

    quotes = [quote("q1", 0.7, None), quote("q2", 0.4, "q1"), quote("q3", 0.9, "q2")]

    def kept(least: float) -> list[str]:
        return [q["id"] for q in polnear.outermost(quotes, least)]

    assert kept(0.0) == ["q1"]
    assert kept(0.5) == ["q1"]  # q3 is relayed by q1 once q2 is gone
    assert kept(0.8) == ["q3"]
    assert kept(0.95) == []
    quotes += [quote("q4", 0.1, "q1", "direct"), quote("q5", 0.1, None, "mixed")]
    assert kept(0.5) == ["q1"]
    assert kept(0.95) == ["q4"]  # direct quotes stay


# ---------------------------------------------------------------- causes of errors


def quote(content: frozenset[int], cue: frozenset[int] = words(), source: frozenset[int] = words(), **more: Any) -> Any:
    return errors.Quote(content=content, cue=cue, source=source, **more)


GOLD = quote(stretch(10, 20), words(8), words(7))

MISSES = [
    ("cue not found", []),
    ("cue not found", [quote(stretch(30, 40), words(28))]),
    ("cue not found, inside another quote", [quote(stretch(0, 10), words(28))]),
    ("cue found, content too long", [quote(stretch(10, 31), words(8, 9))]),
    ("cue found, content too short", [quote(stretch(10, 14), words(8))]),
    ("cue found, content elsewhere", [quote(stretch(0, 6), words(8))]),
    ("cue found, content elsewhere", [quote(stretch(15, 25), words(8))]),
    ("cue found, content matched elsewhere", [quote(stretch(10, 19), words(8))]),
    ("cue found, relayed", [quote(stretch(10, 20), words(8), relayed=True)]),
    ("other cue found, relayed", [quote(stretch(10, 20), words(21), relayed=True)]),
    ("other cue found, content matched elsewhere", [quote(stretch(10, 20), words(21))]),
    # of two with the cue, the one with the nearer content decides
    ("cue found, content too short", [quote(stretch(0, 6), words(8)), quote(stretch(10, 14), words(8))]),
]


@pytest.mark.parametrize(("cause", "quotes"), MISSES)
def test_miss(cause: str, quotes: list[Any]) -> None:
    assert errors.miss_cause(GOLD, quotes) == cause


def test_miss_without_a_gold_cue() -> None:
    assert errors.miss_cause(quote(stretch(10, 20)), []) == "gold has no cue, not found"


FALSE = [
    ("gold has this cue, content too long", quote(stretch(10, 31), words(8))),
    ("gold has this cue, content too short", quote(stretch(10, 14), words(8))),
    ("gold has this cue, content elsewhere", quote(stretch(0, 6), words(8))),
    ("gold has this cue, content matched elsewhere", quote(stretch(10, 19), words(8))),
    ("cue inside a gold content", quote(stretch(13, 20), words(12))),
    ("gold has this content, other cue", quote(stretch(14, 22), words(23))),
    ("gold has this content, no cue found", quote(stretch(14, 22))),
    ("nothing in gold", quote(stretch(30, 40), words(28))),
    ("nothing in gold, no cue found", quote(stretch(30, 40))),
]


@pytest.mark.parametrize(("cause", "found"), FALSE)
def test_false(cause: str, found: Any) -> None:
    assert errors.false_cause(found, [GOLD]) == cause


SOURCES = [
    ("none found", GOLD, quote(GOLD.content, GOLD.cue)),
    ("gold has none", quote(GOLD.content, GOLD.cue), GOLD),
    ("pronoun found, name in gold", GOLD, quote(GOLD.content, GOLD.cue, words(3), pronoun=True)),
    ("name found, pronoun in gold", quote(GOLD.content, GOLD.cue, words(3), pronoun=True), GOLD),
    ("other head, words shared", quote(GOLD.content, GOLD.cue, words(5, 6, 7)), GOLD),
    ("another source", GOLD, quote(GOLD.content, GOLD.cue, words(3))),
]


@pytest.mark.parametrize(("cause", "gold", "found"), SOURCES)
def test_source(cause: str, gold: Any, found: Any) -> None:
    assert errors.source_cause(gold, found) == cause


EDGES = [
    ("starts early", stretch(9, 20)),
    ("starts late", stretch(11, 20)),
    ("ends early", stretch(10, 19)),
    ("ends late", stretch(10, 21)),
    ("both edges", stretch(9, 21)),
    ("words inside", stretch(10, 14) | stretch(15, 20)),
    ("stretch too many", stretch(10, 20) | stretch(24, 26)),
]


@pytest.mark.parametrize(("cause", "found"), EDGES)
def test_edges(cause: str, found: frozenset[int]) -> None:
    assert errors.edge_cause(GOLD.content, found) == cause


def test_a_half_left_out_goes_before_its_edge() -> None:
    assert errors.edge_cause(stretch(10, 16) | stretch(20, 23), stretch(11, 16)) == "stretch left out"


def test_every_error_is_reported_once() -> None:
    right, ragged, missed = quote(stretch(0, 5)), quote(stretch(10, 15), words(8)), quote(stretch(20, 25), words(18))
    as_right, as_ragged = quote(stretch(0, 5)), quote(stretch(10, 16), words(8), words(7), quoted=True)
    false, inner = quote(stretch(30, 35), words(28), quoted=True), quote(stretch(31, 33), words(30), relayed=True)
    pairs = [(right, as_right), (ragged, as_ragged)]
    found = list(
        errors.errors_of("a1", [right, ragged, missed], [as_right, as_ragged, false, inner], pairs, {pairs[0]})
    )
    assert [(e.group, e.cause, e.quoted) for e in found] == [
        ("missed", "cue not found", False),
        ("false", "nothing in gold", True),
        ("source", "gold has none", False),
        ("edges", "ends late", False),
    ]


def test_summary() -> None:
    made = [errors.Error("missed", c, q, cue, "a1", GOLD, None) for c, q, cue in (
        ("cue not found", True, "said"), ("cue not found", False, "said"), ("cue not found", False, ""),
        ("cue found, relayed", False, "told"))]  # fmt: skip
    groups = errors.causes(made)
    assert [(c.name, len(c.errors), c.share, c.quoted) for c in groups["missed"]] == [
        ("cue not found", 3, 0.75, 1),
        ("cue found, relayed", 1, 0.25, 0),
    ]
    assert groups["missed"][0].cues(1) == "said 2"
    assert groups["edges"] == []
    lines = list(errors.summary(groups, dict.fromkeys(groups, "9")))
    assert lines[1].split() == ["missed,", "of", "9", "4", "1", "3"]
    assert lines[2].split() == ["cue", "not", "found", "3", "75.0%", "1", "2", "said", "2,", "-", "1"]


# ---------------------------------------------------------------- coreference


def test_spans_in_tokens() -> None:
    tokens = [(0, 3), (4, 8), (8, 10), (11, 15)]
    assert coreference.covered(tokens, (4, 10)) == (1, 3)
    assert coreference.covered(tokens, (5, 6)) == (1, 2)
    assert coreference.covered(tokens, (3, 4)) is None
    # a stretch of tokens is in one cluster; a cluster of one is none
    found = [[(0, 3), (11, 15)], [(0, 3), (4, 8)], [(4, 10), (8, 10)]]
    assert coreference.found_clusters({"tok": tokens}, found) == [[(0, 1), (3, 4)], [(1, 3), (2, 3)]]


def test_gold_without_singletons() -> None:
    assert coreference.gold_clusters({"onto": [[0, 1, 5], [2, 3, 5], [4, 5, 6]]}) == [[(0, 1), (2, 3)]]


def test_gap_takes_the_smallest_mention() -> None:
    row = {"pronoun": [30, 33], "a": [0, 8], "b": [20, 24]}
    # "Ada Lund's mother" is the pronoun's, Ada Lund is not
    clusters = [[(0, 17), (30, 33)], [(0, 8)], [(20, 24)]]
    assert coreference.gap_answers(row, clusters) == [False, False]
    assert coreference.gap_answers(row, [[(0, 8), (30, 33)], [(20, 24)]]) == [True, False]
    assert coreference.gap_answers(row, []) == [False, False]


def test_gap_gives_the_title_of_the_page() -> None:
    row = {"url": "http://en.wikipedia.org/wiki/Ada_L%C3%BCnd_(sailor)"}
    assert coreference.headline(row) == "Ada Lünd"
    assert coreference.headline({"url": "http://en.wikipedia.org/wiki/Sea/Air_Race"}) == "Sea/Air Race"


def test_the_scorers_agree_with_the_cases() -> None:
    # tests/coreference.rs holds the engine to the same cases
    folder = ROOT.parent / "shared" / "score"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    sys.path.insert(0, str(folder))
    coref = importlib.import_module("coref")
    for case in json.loads((ROOT / "tests/data/coref_cases.json").read_text(encoding="utf-8")):
        gold, found = ([frozenset(c) for c in case[side]] for side in ("gold", "found"))
        k = coref.coref_counts(gold, found)
        for name in ("muc", "b3"):
            precision, recall = (k[f"{name}_{x}"] / k[f"{name}_{x}n"] if k[f"{name}_{x}n"] else 0 for x in "pr")
            assert [precision, recall] == pytest.approx(case[name][:2])
        assert [k["ceafe"] / k["ceafe_pn"], k["ceafe"] / k["ceafe_rn"]] == pytest.approx(case["ceafe"][:2])


# ---------------------------------------------------------------- tables


def test_fill_replaces_what_stands_between_the_marks() -> None:
    page = "a\n<!-- m -->\nold\n<!-- /m -->\nb\n"
    assert tables.fill(page, "m", ["new", "lines"]) == "a\n<!-- m -->\nnew\nlines\n<!-- /m -->\nb\n"


@pytest.mark.parametrize(
    ("page", "mark"), [("docs/quality.md", "scores"), ("docs/quality.md", "confidence"), ("README.md", "quality")]
)
def test_pages_have_the_marks(page: str, mark: str) -> None:
    page = (ROOT / page).read_text(encoding="utf-8")
    assert tables.fill(tables.fill(page, mark, []), mark, ["x"]).count(f"<!-- {mark} -->\nx\n") == 1


def test_readme_shows_five_figures() -> None:
    scores = [(data, metric, 0.876, 9, None, None) for data, metric, _ in tables.BRIEF]
    scores.append((tables.ANNOTATORS, "quoted_joint.f", 0.946, 9, None, None))
    head, _, *rows = tables.brief_lines(scores)
    assert head == "| | sayso | best rival | two annotators |"
    assert len(rows) == 5
    assert rows[0].endswith("| **0.88** | 0.54 | 0.95 |")


def test_differences(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SCORES", tmp_path / "scores.csv")
    tables.write_scores([("dev", "joint.f", 0.7, 9, 0.65, 0.75), ("dev", "exact.f", 0.6, 9, None, None)])
    same = [("dev", "joint.f", 0.704, 9, None, None), ("dev", "exact.f", 0.6, 9, None, None)]
    assert list(tables.differences(same)) == []
    other = [
        ("dev", "joint.f", 0.7, 9, 0.6, 0.75),
        ("dev", "exact.f", 0.61, 9, None, None),
        ("dev", "new", 1.0, 9, None, None),
    ]
    assert [line.split(":")[0] for line in tables.differences(other)] == ["dev joint.f", "dev exact.f", "dev new"]


# ---------------------------------------------------------------- names by label


def test_a_label_is_matched_by_its_types_alone() -> None:
    labels = {"Place": {"GPE", "LOC"}, "Body": {"ORG"}}
    text = "the Hague and Fjord Line's boats left Oslo at 8"
    docs = {"d": (text, {(0, 9, "Place"), (14, 24, "Body"), (38, 42, "Body"), (46, 47, "Time")})}
    entities = [
        {"type": "LOC", "mentions": [{"start": 4, "end": 9, "kind": "name"}]},
        {
            "type": "ORG",
            "mentions": [{"start": 14, "end": 26, "kind": "name"}, {"start": 0, "end": 3, "kind": "nominal"}],
        },
        {"type": "GPE", "mentions": [{"start": 38, "end": 42, "kind": "name"}]},
        {"type": "CARDINAL", "mentions": [{"start": 46, "end": 47, "kind": "name"}]},
    ]
    # Oslo is a place here and a body there: found and wanted under different labels
    assert names.counts(labels, docs, [{"id": "d", "entities": entities}]) == {"Place": [1, 2, 1], "Body": [1, 1, 2]}


def test_articles_and_possessives_are_trimmed() -> None:
    assert names.trimmed("the Hague's", 0, 11) == (4, 9)
    assert names.trimmed("the ", 0, 4) == (0, 4)


# ---------------------------------------------------------------- who a source is


def source_record() -> dict[str, Any]:
    """ "Ada Lund left. She said no. Officials agreed." with one quote each"""
    lund = {
        "id": "e1",
        "mentions": [{"start": 0, "end": 8, "kind": "name"}, {"start": 15, "end": 18, "kind": "pronoun"}],
    }
    officials = {"id": "e2", "mentions": [{"start": 28, "end": 37, "kind": "nominal"}]}
    quotes = [{"source": [15, 18], "speaker": "e1"}, {"source": [28, 37], "speaker": None}]
    return {"entities": [lund, officials], "quotes": quotes}


@pytest.mark.parametrize(
    ("start", "end", "antecedents", "right"),
    [
        (15, 18, "0-8", True),
        (15, 18, "4-8", True),
        (15, 18, "28-37", False),
        # the source's own mention does not count
        (15, 18, "15-18;28-37", False),
        # both members are asked for
        (15, 18, "0-8+28-37", False),
        # not named anywhere: an entity without a name, or none
        (28, 37, "", True),
        (15, 18, "", False),
        (40, 45, "", True),
        (40, 45, "0-8", False),
    ],
)
def test_a_source_is_right_if_its_entity_is_named_there(start: int, end: int, antecedents: str, right: bool) -> None:
    row = {"start": str(start), "end": str(end), "antecedents": antecedents}
    assert speakers.right(source_record(), row) is right


def test_labels_are_offsets_and_codes() -> None:
    rows = [row for article in speakers.labels().values() for row in article]
    assert len(rows) > 200
    for row in rows:
        assert int(row["start"]) < int(row["end"])
        assert row["kind"] in {"pronoun", "nominal"}
        assert row["note"] in {"", "generic", "group"}
        assert all(start < end for members in speakers.places(row["antecedents"]) for start, end in members)
