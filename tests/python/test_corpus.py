"""A corpus: who is who over the sample stories, and every question against a plain count of the tables."""

from __future__ import annotations

import json
import pickle
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, make

import sayso

pytest.importorskip("duckdb")
pd = pytest.importorskip("pandas")

STORIES = [json.loads(line) for line in (ROOT / "examples" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
PEOPLE = {
    "Ada Lund", "Daniel Okafor", "Martin Sellick", "Petra Vance", "Joan Pettifer", "Eva Lund", "Ines Marchetti",
    "Colin Tarbert", "Ruth Adeyemi", "Hanna Quist", "Samuel Reyes",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> sayso.Tables:
    return sayso.extract_table(STORIES, keep=["outlet"])


@pytest.fixture
def corpus(tables: sayso.Tables) -> sayso.Corpus:
    return sayso.Corpus(tables)


def told(corpus: sayso.Corpus, who: str | int) -> dict[str, str]:
    return {row["article_id"][:2]: row["form"] for row in corpus.why(who)}


def number(corpus: sayso.Corpus, name: str, article: str) -> int:
    """Whom an article calls so."""
    for row in corpus.entities():
        if any(one["article_id"].startswith(article) and one["form"] == name for one in corpus.why(row["who"])):
            return int(row["who"])
    raise AssertionError(f"{name} is not in {article}")


# ---------------------------------------------------------------- who is who


def test_the_people_of_the_sample_stories_are_all_right(corpus: sayso.Corpus) -> None:
    people = [row["name"] for row in corpus.entities("PERSON")]
    bergs = [name for name in people if name.endswith("Berg")]
    assert set(people) - set(bergs) == PEOPLE
    assert len(people) == len(PEOPLE) + 2
    # by surname alone
    for name, articles in {
        "Ada Lund": ["03", "04", "29", "33"],
        "Eva Lund": ["14"],
        "Daniel Okafor": ["09", "21", "30", "35"],
        "Martin Sellick": ["13", "29", "38"],
        "Petra Vance": ["13", "38"],
        "Ruth Adeyemi": ["16", "18", "40"],
        "Hanna Quist": ["18", "27", "40"],
        "Samuel Reyes": ["21", "37"],
        "Ines Marchetti": ["32"],
    }.items():
        there = told(corpus, name)
        assert set(articles) <= there.keys(), name
        assert {there[one] for one in articles} == {name.split()[1]}
    why = {row["article_id"][:2]: row for row in corpus.why("Ada Lund")}
    assert why["29"]["why"] == "surname alone"
    assert why["29"]["evidence"]
    # a striker and an inspector
    striker, inspector = number(corpus, "Tom Berg", "06"), number(corpus, "Tom Berg", "07")
    assert told(corpus, striker).keys() == {"06", "23", "24", "32"}
    assert told(corpus, inspector).keys() == {"07", "08", "17", "22", "28"}


def test_bodies_of_the_sample_stories_are_found_by_acronym(corpus: sayso.Corpus) -> None:
    assert {"03", "09", "13"} <= told(corpus, "Coastal Ferry Authority").keys()
    assert {"17", "18"} <= told(corpus, "National Fishing Union").keys()
    assert {"18", "40"} <= told(corpus, "Skerrin Marine Institute").keys()
    why = {row["article_id"][:2]: row["why"] for row in corpus.why("Coastal Ferry Authority")}
    assert why["03"] == "acronym"


def test_what_is_decided_by_hand_is_kept_and_undone(corpus: sayso.Corpus, tables: sayso.Tables) -> None:
    before = corpus.entities().to_dicts()
    one = number(corpus, "Tom Berg", "06")
    corpus.merge(number(corpus, "Tom Berg", "07"), one)
    assert len(told(corpus, one)) == 9
    assert {row["why"] for row in corpus.why(one)} >= {"by hand"}
    new = corpus.split("Ada Lund", ["29-radio-2025-12-10", "04-ledger-2025-09-05"])
    assert told(corpus, new).keys() == {"29", "04"}
    assert "29" not in told(corpus, "Ada Lund")
    again = sayso.Corpus(tables, decisions=json.loads(json.dumps(corpus.decisions)))
    assert again.entities() == corpus.entities()
    assert corpus.undo()["what"] == "split"
    assert corpus.undo()["what"] == "merge"
    assert corpus.entities().to_dicts() == before
    with pytest.raises(sayso.ArgumentError, match="nothing was decided"):
        corpus.undo()


def test_decisions_that_cannot_be_are_refused_whole(corpus: sayso.Corpus, tables: sayso.Tables) -> None:
    before = corpus.entities().to_dicts()
    with pytest.raises(sayso.InputError, match="in article 'nowhere'"):
        corpus.split("Ada Lund", "nowhere")
    with pytest.raises(sayso.ArgumentError, match="id of an article"):
        corpus.split("Ada Lund", [])
    with pytest.raises(sayso.ArgumentError, match="are one already"):
        corpus.merge("Ada Lund", "ada lund")
    assert corpus.decisions == []
    assert corpus.entities().to_dicts() == before
    good = {"what": "merge", "who": 0, "into": 1, "articles": []}
    bad = {
        "no number 99999": {"who": 99999},
        "no number 0": {},
        "no decision": {"what": "eat"},
        "'into'|no decision": {"into": "x"},
    }
    for words, change in bad.items():
        with pytest.raises((sayso.ArgumentError, sayso.InputError), match=words):
            sayso.Corpus(tables, decisions=[good, good | change])  # type: ignore[list-item,arg-type]


def test_names_that_nobody_or_several_have_are_told(corpus: sayso.Corpus) -> None:
    with pytest.raises(sayso.InputError, match="nobody is called 'Ada Lunt'; there is Ada Lund"):
        corpus.quotes_of("Ada Lunt")
    with pytest.raises(sayso.InputError, match=r"2 are called 'Tom Berg': \d+ \(.*give the number"):
        corpus.quotes_of("Tom Berg")
    with pytest.raises(sayso.InputError, match="no number 99999"):
        corpus.quotes_of(99999)


# ---------------------------------------------------------------- questions


@pytest.fixture
def frames(tables: sayso.Tables, corpus: sayso.Corpus) -> dict[str, Any]:
    """The tables as frames; quotes with the number of whoever speaks."""
    quotes = tables.quotes.to_pandas()
    quotes = quotes[~quotes["duplicate"].astype(bool)]
    whose = {}
    for row in corpus.entities():
        for one in corpus.why(row["who"]):
            whose[one["article_id"], one["form"]] = row["who"]
    entities = tables.entities.to_pandas()
    ids = {(e.article_id, e.entity_id): whose.get((e.article_id, e.name)) for e in entities.itertuples()}
    quotes["who"] = [ids.get((q.article_id, q.speaker_id)) for q in quotes.itertuples()]
    articles = tables.articles.to_pandas().set_index("article_id")
    return {"quotes": quotes, "articles": articles}


def test_speakers_are_counted(corpus: sayso.Corpus, frames: dict[str, Any]) -> None:
    quotes = frames["quotes"].dropna(subset=["who"])
    rows = {row["who"]: row for row in corpus.speakers()}
    assert rows.keys() == set(quotes["who"])
    for who, own in quotes.groupby("who"):
        row = rows[who]
        assert row["quotes"] == len(own)
        assert row["articles"] == own["article_id"].nunique()
        assert row["words"] == sum(len(text.split()) for text in own["text"])
        assert row["direct"] == pytest.approx((own["kind"] == "direct").mean())
        assert row["question"] == (own["act"] == "question").sum()
        days = [frames["articles"].loc[a, "date"] for a in own["article_id"]]
        assert [row["first"], row["last"]] == [min(days), max(days)]
    assert [row["quotes"] for row in corpus.speakers()] == sorted((r["quotes"] for r in rows.values()), reverse=True)
    lund = next(row for row in corpus.speakers("person") if row["name"] == "Ada Lund")
    assert lund["roles"][0] == "harbour minister"
    assert lund["gender"] == "female"


def test_quotes_of_somebody_and_of_words(corpus: sayso.Corpus, frames: dict[str, Any]) -> None:
    quotes = corpus.quotes_of("Joan Pettifer").to_dicts()
    own = next(row for row in corpus.speakers() if row["name"] == "Joan Pettifer")
    assert len(quotes) == own["quotes"]
    assert [q["date"] for q in quotes] == sorted(q["date"] for q in quotes)
    for quote in quotes:
        text = next(story["text"] for story in STORIES if story["id"] == quote["article_id"])
        assert quote["text"].split()[0].strip('"') in text[quote["start"] : quote["end"]]
        assert quote["outlet"] in {story["outlet"] for story in STORIES}
    found = corpus.search('"cold pier" NOBOD')
    assert {q["article_id"][:2] for q in found} == {"01", "02"}
    assert {q["article_id"] for q in corpus.search("pier")} == set(
        frames["quotes"].loc[frames["quotes"]["text"].str.contains(r"\bpier", case=False), "article_id"]
    )
    assert len(corpus.search("pier", who="Joan Pettifer")) == 0
    assert len(corpus.search('"cold pie"')) == 0
    assert len(corpus.search("(")) == 0
    with pytest.raises(sayso.ArgumentError, match="a word"):
        corpus.search('  "" ')


def test_edges_and_the_network(corpus: sayso.Corpus, frames: dict[str, Any]) -> None:
    edges = corpus.edges().to_dicts()
    assert {"mentions", "addresses"} <= {edge["kind"] for edge in edges}
    assert all(edge["source"] != edge["target"] for edge in edges)
    okafor = [e for e in edges if e["source_name"] == "Daniel Okafor" and e["kind"] == "mentions"]
    assert "Ada Lund" in {edge["target_name"] for edge in okafor}
    beside = corpus.edges("beside").to_dicts()
    speakers = frames["quotes"].dropna(subset=["who"]).groupby("article_id")["who"].unique()
    pairs: Counter[tuple[int, int]] = Counter()
    for who in speakers:
        pairs.update((int(a), int(b)) for a in who for b in who if a < b)
    assert {(e["source"], e["target"]): e["articles"] for e in beside} == pairs
    networkx = pytest.importorskip("networkx")
    graph = corpus.network()
    assert isinstance(graph, networkx.DiGraph)
    assert sum(weight for *_, weight in graph.edges(data="weight")) == sum(edge["quotes"] for edge in edges)
    assert graph.nodes[okafor[0]["source"]]["name"] == "Daniel Okafor"
    assert corpus.network(beside=True).number_of_edges() == 2 * len(pairs)
    assert all(weight >= 2 for *_, weight in corpus.network(2).edges(data="weight"))
    with pytest.raises(sayso.ArgumentError, match="kind must be"):
        corpus.edges("loves")  # type: ignore[arg-type]


def test_time_gender_and_outlets(corpus: sayso.Corpus, frames: dict[str, Any]) -> None:
    quotes = frames["quotes"]
    months = Counter(frames["articles"].loc[a, "date"][:7] for a in quotes["article_id"])
    assert {row["period"][:7]: row["quotes"] for row in corpus.timeline()} == months
    two = corpus.timeline(["Ada Lund", "Daniel Okafor"], "year")
    assert {row["name"] for row in two} == {"Ada Lund", "Daniel Okafor"}
    outlets = {row["by"]: row for row in corpus.compare()}
    assert outlets.keys() == {story["outlet"] for story in STORIES}
    for outlet, row in outlets.items():
        ids = {story["id"] for story in STORIES if story["outlet"] == outlet}
        own = quotes[quotes["article_id"].isin(ids)]
        assert [row["articles"], row["quotes"]] == [len(ids), len(own)]
        assert row["named"] == pytest.approx(own["who"].notna().mean())
        assert row["most_quoted"]
    sexes = corpus.gender().to_dicts()
    assert sum(row["share"] for row in sexes if row["gender"] != "unknown") == pytest.approx(1)
    by_outlet: defaultdict[str, int] = defaultdict(int)
    for row in corpus.gender("outlet"):
        by_outlet[row["gender"]] += row["quotes"]
    assert by_outlet == {row["gender"]: row["quotes"] for row in sexes}
    assert {row["by"] for row in corpus.gender("quarter")} == {"2025-Q3", "2025-Q4", "2026-Q1"}
    with pytest.raises(sayso.InputError, match="no column 'paper'; there are outlet"):
        corpus.compare("paper")
    with pytest.raises(sayso.ArgumentError, match="by must be"):
        corpus.timeline(by="decade")  # type: ignore[arg-type]


def test_statements_that_several_articles_have(corpus: sayso.Corpus) -> None:
    groups: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in corpus.repeated():
        groups[row["group"]].append(row)
    stories = {frozenset(row["article_id"][:2] for row in group) for group in groups.values()}
    assert frozenset({"01", "02"}) in stories
    assert frozenset({"19", "20", "21"}) in stories
    assert all(len({row["article_id"] for row in group}) == group[0]["articles"] for group in groups.values())
    assert {row["similarity"] for row in corpus.repeated(1)} == {1.0}
    assert len(corpus.repeated(least_words=50)) == 0
    with pytest.raises(sayso.ArgumentError, match="similarity"):
        corpus.repeated(0)


def test_answers_are_tables_that_pickle(corpus: sayso.Corpus) -> None:
    answer = corpus.speakers()
    assert answer.name == "corpus.speakers"
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert list(answer.to_pandas().columns) == answer.columns
    assert answer.to_polars().height == len(answer)
    assert "<table" in answer._repr_html_()
    with pytest.raises(sayso.InputError):
        sayso._table("corpus.speakers", b"nothing")


# ---------------------------------------------------------------- where it comes from


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
def test_a_run_answers_as_its_tables_do(tmp_path: Path, tables: sayso.Tables, format: Any) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(story) + "\n" for story in STORIES), encoding="utf-8")
    out = tmp_path / "it's out"
    sayso.extract_files(tmp_path / "in.jsonl", out, keep=["outlet"], format=format, part_size=15)
    run, whole = sayso.Corpus(out), sayso.Corpus(tables)
    assert repr(run) == repr(whole)
    for ask in (
        sayso.Corpus.speakers,
        sayso.Corpus.entities,
        sayso.Corpus.edges,
        sayso.Corpus.repeated,
        sayso.Corpus.compare,
    ):
        assert ask(run).to_dicts() == ask(whole).to_dicts()
    next((out / "quotes").glob("part-*")).unlink()
    with pytest.raises(sayso.RunError, match="it is gone"):
        sayso.Corpus(out)


def test_articles_frames_and_results(tables: sayso.Tables) -> None:
    frame = pd.DataFrame(STORIES).rename(columns={"text": "body"})[:6]
    corpus = sayso.Corpus(frame, text="body", keep="outlet")
    assert {row["by"] for row in corpus.compare()} == set(frame["outlet"])
    extractor = sayso.Extractor()
    from_stream = sayso.Corpus(extractor.stream(STORIES[:6]))
    assert from_stream.search("boat")["text"] == corpus.search("boat")["text"]
    assert repr(from_stream).startswith("Corpus(6 articles, ")
    assert len(from_stream.timeline()) == 0
    one, two = sayso.extract_table(STORIES[:3]), sayso.extract_table(STORIES[3:6])
    assert sayso.Corpus([one, two]).entities()["name"] == corpus.entities()["name"]
    unnamed = sayso.Corpus([*extractor.extract_batch([STORIES[0]["text"], STORIES[1]["text"], 3])])  # type: ignore[list-item]
    assert repr(unnamed).startswith("Corpus(2 articles")


def test_nothing_is_no_error() -> None:
    for empty in (sayso.Corpus([]), sayso.Corpus(sayso.extract_table([]))):
        assert repr(empty) == "Corpus(0 articles, 0 quotes, 0 people)"
        assert len(empty.speakers()) == len(empty.edges()) == len(empty.repeated()) == len(empty.gender()) == 0
        assert not empty.network()


def test_what_cannot_be_a_corpus_is_told(tmp_path: Path, tables: sayso.Tables) -> None:
    with pytest.raises(sayso.RunError, match="no run in this folder"):
        sayso.Corpus(tmp_path)
    with pytest.raises(sayso.ArgumentError, match="'keep' is for articles"):
        sayso.Corpus(tables, keep=["outlet"])
    with pytest.raises(sayso.ArgumentError, match="cannot be mixed"):
        sayso.Corpus([tables, make()])
    with pytest.raises(sayso.ArgumentError, match="not str"):
        sayso.Corpus([make(), "a text"])
    with pytest.raises(sayso.InputError, match="'ferry' is there twice"):
        sayso.Corpus([make(), make()])
    (tmp_path / "in.jsonl").write_text(json.dumps(STORIES[0]) + "\n", encoding="utf-8")
    sayso.extract_files(tmp_path / "in.jsonl", tmp_path / "out", format="csv")
    with pytest.raises(sayso.RunError, match="for spreadsheets"):
        sayso.Corpus(tmp_path / "out")


def test_dates_of_many_forms_are_read() -> None:
    dates = [
        "2025-09-02T10:00:00+02:00",
        "March 3, 2025",
        "4 March 2025",
        "Mon, 03 Mar 2025 09:00:00 +0000",
        "soon",
        None,
        "4/3/25",
    ]
    stories = [{"id": str(i), "date": date, "text": STORIES[0]["text"]} for i, date in enumerate(dates)]
    days = {row["article_id"]: row["date"] for row in sayso.Corpus(stories).quotes_of("Ada Lund")}
    assert days == {
        "0": "2025-09-02",
        "1": "2025-03-03",
        "2": "2025-03-04",
        "3": "2025-03-03",
        "4": None,
        "5": None,
        "6": None,
    }


def test_a_library_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, corpus: sayso.Corpus) -> None:
    import sayso.plots

    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(ImportError, match=r"a network needs networkx: pip install 'sayso\[corpus\]'"):
        corpus.network()
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r"a plot needs matplotlib: pip install 'sayso\[notebook\]'"):
        sayso.plots.speakers(corpus)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ImportError, match=r"a corpus needs duckdb: pip install 'sayso\[corpus\]'"):
        sayso.Corpus([])


# ---------------------------------------------------------------- pictures


def test_pictures_show_what_the_answers_say(corpus: sayso.Corpus) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    import sayso.plots

    ax = sayso.plots.speakers(corpus, 5)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[::-1] == corpus.speakers("PERSON").head(5)["name"]
    lines = sayso.plots.timeline(corpus, "Ada Lund", "quarter").get_lines()
    assert [sum(line.get_ydata()) for line in lines] == [len(corpus.quotes_of("Ada Lund"))]
    labels = {text.get_text() for text in sayso.plots.network(corpus, n=8).texts}
    assert len(labels) == 8
    assert "Ada Lund" in labels
    sexes = sayso.plots.gender(corpus, "outlet")
    assert sum(bar.get_height() for bar in sexes.patches) == sum(row["quotes"] for row in corpus.gender())
    empty = sayso.Corpus([])
    for plot in (sayso.plots.speakers, sayso.plots.timeline, sayso.plots.network, sayso.plots.gender):
        assert len(plot(empty).texts) == 1
    pyplot.close("all")
