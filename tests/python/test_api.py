"""The classes of a result: what they hold and how they behave as Python objects."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import json
import pickle
import pprint
import re
import subprocess
import sys
import unicodedata

import pytest
from conftest import MODEL, ROOT, TEXT, byte_span, entity, extraction_of, make, quote

import sayso


def test_fields(made):
    assert (made.id, made.text, made.model, made.language) == ("ferry", TEXT, "made", "en")
    assert made.warnings == ("made by hand",)
    lund, parliament, mother = made.entities
    assert (lund.id, lund.type, lund.name, lund.gender) == ("e1", "PERSON", "Ada Lund", "female")
    assert (lund.aliases, lund.roles) == (("Lund",), ("harbour minister",))
    assert [m.text for m in lund.mentions] == ["Ada Lund", "she", "Lund", "she"]
    assert [m.kind for m in lund.mentions] == ["name", "pronoun", "name", "pronoun"]
    told, two_parts, outer, inner = made.quotes
    assert (told.id, told.kind, told.text) == ("q1", "indirect", "that the ferry would run until March")
    assert told.cue == sayso.Span(told.cue.start, told.cue.end, "told")
    assert told.source.text == "Harbour minister Ada Lund"
    assert (told.speaker, told.addressee, told.relayed_by) == (lund, parliament, None)
    assert (told.act, inner.act) == ("statement", "praise")
    assert (told.anonymous, told.negated, told.confidence) == (False, False, 0.9123)
    assert [span.text for span in two_parts.content] == ["“It is café-proof,”", "“Le\u0301on agrees.”"]
    assert two_parts.text == "“It is café-proof,” “Le\u0301on agrees.”"
    assert (inner.relayed_by, inner.speaker, inner.source) == (outer, mother, None)
    assert (inner.anonymous, inner.negated) == (True, True)


def test_to_dict_is_the_json_form(made):
    record = made.to_dict()
    assert record == json.loads(made.to_json())
    assert "\n" not in made.to_json()
    assert list(record) == ["id", "schema", "sayso", "model", "language", "warnings", "entities", "quotes"]
    assert record["sayso"] == sayso.__version__
    assert [one.to_dict() for one in made.entities] == record["entities"]
    assert [one.to_dict() for one in made.quotes] == record["quotes"]
    assert [m.to_dict() for m in made.entities[0].mentions] == record["entities"][0]["mentions"]
    told = record["quotes"][0]
    assert list(told) == [
        *("id", "kind", "text", "content", "cue", "source", "sentence", "speaker", "addressee", "relayed_by"),
        *("act", "anonymous", "negated", "duplicate", "confidence"),
    ]
    assert (told["speaker"], told["addressee"], told["relayed_by"], told["confidence"]) == ("e1", "e2", None, 0.9123)
    assert record["quotes"][3]["relayed_by"] == "q3"
    assert list(record["entities"][0]) == [
        *("id", "type", "name", "aliases", "roles", "affiliation", "gender", "gender_guess"),
        *("gender_guess_probability", "salience", "in_headline", "mentions"),
    ]
    assert list(record["entities"][0]["mentions"][0]) == ["start", "end", "text", "kind", "metonymy", "duplicate"]


def columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def test_repr(made):
    assert repr(made) == f"Extraction('ferry', 3 entities, 4 quotes, {len(TEXT)} characters)"
    assert repr(made.entities[0]) == "Entity(PERSON 'Ada Lund', roles=['harbour minister'], 4 mentions)"
    assert repr(made.entities[1]) == "Entity(ORG 'parliament', 1 mention)"
    assert repr(made.quotes[0]) == "Quote('that the ferry would run until March', speaker='Ada Lund')"
    assert repr(made.quotes[3]) == "Quote('“safe”', speaker='Lund’s mother')"
    assert repr(made.quotes[0].cue) == "Span(34:38 'told')"
    assert repr(made.entities[0].mentions[1]) == "Mention(pronoun 'she' 108:111)"


@pytest.mark.parametrize(
    "words",
    [
        "x" * 500,
        "東京" * 100,
        "e\u0301" * 200,
        "\n\r\t\x00\u202e" * 50,
        "'\"" * 80,
        "😀" * 99,
        "\\" * 99,
        "",
        "'",
        "\U000e0001" * 60,
    ],
)
def test_repr_is_one_line_of_80_columns(words):
    text = f"{words}. said .{words}"
    span = {"start": 0, "end": len(words.encode()) + 1}
    end = len(text.encode())
    cue = byte_span(text, "said")
    rear = {"start": end - span["end"], "end": end}
    roles = [words, "mayor", words]
    made = extraction_of(
        text,
        [
            entity(words, [(span, "name")] * 3, roles=roles, type="WORK_OF_ART"),
            entity(words, [(rear, "name")], roles=["mayor"] * 9),
        ],
        [
            quote("indirect", [rear], cue=cue, source=span, speaker=0),
            quote("indirect", [rear], cue=span, source=span),
            quote("direct", [rear]),
        ],
        id=words,
    )
    for view in [made, *made.entities, *made.quotes, *made.quotes[0].content, *made.entities[0].mentions]:
        line = repr(view)
        assert columns(line) <= 80
        assert all(c.isprintable() for c in line), line
        assert line.endswith(")")


def test_equality_and_hash(made):
    same = make()
    other = extraction_of(TEXT, [], [])
    assert made == same
    assert hash(made) == hash(same)
    assert made != other
    assert made != "ferry"
    for kind in ("entities", "quotes"):
        views, copies = getattr(made, kind), getattr(same, kind)
        assert views == copies
        assert len({*views, *copies}) == len(views)
        assert views[0] != views[1]
    assert made.entities[0] != made.quotes[0]
    mention = made.entities[0].mentions[0]
    assert mention == same.entities[0].mentions[0]
    assert hash(mention) == hash(same.entities[0].mentions[0])
    assert mention != made.entities[0].mentions[1]
    assert made.quotes[0].cue == same.quotes[0].cue
    assert hash(made.quotes[0].cue) == hash(same.quotes[0].cue)


def test_hash_is_the_same_in_every_process(made):
    code = "from conftest import make; print(hash(make()), hash(make().quotes[1]))"
    out = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=__file__.rpartition("/")[0],
        timeout=60,
    )
    assert out.stdout.split() == [str(hash(made)), str(hash(made.quotes[1]))]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(made, protocol):
    for value in [
        made,
        *made.entities,
        *made.quotes,
        made.quotes[0].cue,
        made.entities[0].mentions[0],
        sayso.ArticleError("a", "input", "empty"),
        sayso.ArticleError(None, "input", "empty"),
    ]:
        again = pickle.loads(pickle.dumps(value, protocol))
        assert again == value
        assert type(again) is type(value)
        assert repr(again) == repr(value)


def test_views_pickle_their_extraction_once(made):
    whole = len(pickle.dumps(made))
    assert len(pickle.dumps([*made.quotes, *made.entities])) < whole + 300
    quotes = pickle.loads(pickle.dumps(made.quotes))
    assert quotes[3].relayed_by == made.quotes[2]
    assert b"sayso._native" not in pickle.dumps([made, *made.quotes, *made.entities])


@pytest.mark.parametrize(
    ("blob", "words"),
    [
        (b"", "empty"),
        (b"\x01{}", "format 1"),
        (b"\x04{", "broken"),
        (b"\x04{}", "broken"),
    ],
)
def test_broken_pickles(blob, words):
    with pytest.raises(ValueError, match=words):
        sayso._extraction(blob)


SAID = [{"start": 3, "end": 7}]
EE = [({"start": 0, "end": 2}, "name")]


@pytest.mark.parametrize(
    ("entities", "quotes", "words"),
    [
        ([], [quote("direct", [{"start": 0, "end": 99}])], "no stretch of its text"),
        ([], [quote("direct", [{"start": 2, "end": 1}])], "no stretch of its text"),
        ([], [quote("direct", [{"start": 1, "end": 2}])], "no stretch of its text"),  # inside a character
        ([], [quote("direct", [{"start": 2, "end": 2}])], "no stretch of its text"),
        ([], [quote("direct", SAID, cue={"start": 7, "end": 8})], "no stretch of its text"),
        ([], [quote("direct", SAID, source={"start": 9, "end": 0})], "no stretch of its text"),
        ([], [quote("direct", SAID, sentence={"start": 0, "end": 8})], "no stretch of its text"),
        ([], [quote("direct", [])], "is empty, or overlaps"),
        ([], [quote("direct", SAID * 2)], "is empty, or overlaps"),
        ([], [quote("direct", [{"start": 3, "end": 6}, {"start": 5, "end": 7}])], "is empty, or overlaps"),
        ([], [quote("direct", [{"start": 5, "end": 7}, {"start": 3, "end": 4}])], "is empty, or overlaps"),
        ([], [quote("direct", SAID, speaker=0)], "an entity that is not there"),
        ([], [quote("direct", SAID, addressee=7)], "an entity that is not there"),
        ([], [quote("direct", SAID, relayed_by=1)], "a quote that is not there"),
        ([], [quote("direct", SAID, relayed_by=0)], "relays itself"),
        ([], [quote("direct", SAID, confidence=2.0)], "is no probability"),
        ([], [quote("direct", SAID, confidence=1e308)], "is no probability"),
        ([], [quote("direct", SAID, confidence=-0.1)], "is no probability"),
        ([entity("x", EE, salience=1e308)], [], "is not from 0 to 1"),
        ([entity("x", EE, salience=-1e-3)], [], "is not from 0 to 1"),
        ([entity("x", EE, gender_guess={"gender": "male", "probability": 1.5})], [], "is not from 0 to 1"),
        ([entity("x", [])], [], "is not mentioned"),
        ([entity("x", [({"start": 2, "end": 2}, "name")])], [], "no stretch of its text"),
        ([entity("x", EE, affiliation=3)], [], "an affiliation is none"),
        ([entity("x", EE, type="HERO")], [], "unknown variant"),
    ],
)
def test_broken_extractions_are_refused(entities, quotes, words):
    with pytest.raises(sayso.InputError, match=f"broken: .*{words}"):
        extraction_of("é said", entities, quotes)


def test_views_out_of_range(made):
    with pytest.raises(IndexError):
        sayso._quote(made, 4)
    with pytest.raises(IndexError):
        sayso._entity(made, 3)


def test_match(made):
    match made.quotes[0]:
        case sayso.Quote(kind="indirect", speaker=sayso.Entity(name=name), cue=sayso.Span(text=cue)):
            assert (name, cue) == ("Ada Lund", "told")
        case _:
            pytest.fail("no match")
    match made.entities[1]:
        case sayso.Entity("e2", "ORG", name, (), (), None, "unknown", mentions=(sayso.Mention(_, _, text, "nominal"),)):
            assert name == text == "parliament"
        case _:
            pytest.fail("no match")


def test_copies_are_the_same_object(made):
    for value in [made, made.entities[0], made.quotes[0], made.quotes[0].cue, made.entities[0].mentions[0]]:
        assert copy.copy(value) is value
        assert copy.deepcopy(value) is value
    assert copy.deepcopy({"quotes": made.quotes})["quotes"] == made.quotes


CLASSES = [sayso.Extraction, sayso.Entity, sayso.Mention, sayso.Quote, sayso.Span]


@pytest.mark.parametrize("cls", CLASSES)
def test_dataclass_fields(cls):
    assert dataclasses.is_dataclass(cls)
    assert tuple(field.name for field in dataclasses.fields(cls)) == cls.__match_args__
    assert cls.__module__ == "sayso"
    assert cls.__doc__


def test_dataclass_functions(made):
    as_dict = dataclasses.asdict(made)
    assert as_dict["text"] == TEXT
    told = as_dict["quotes"][0]
    assert told["speaker"]["name"] == "Ada Lund"
    assert told["content"] == ({"start": 50, "end": 86, "text": "that the ferry would run until March"},)
    assert as_dict["quotes"][3]["relayed_by"]["id"] == "q3"
    assert dataclasses.astuple(made.quotes[0].cue) == (34, 38, "told")
    assert pprint.pformat(made.quotes[0].cue) == repr(made.quotes[0].cue)
    cue = made.quotes[0].cue
    assert dataclasses.replace(cue, text="told") == cue
    with pytest.raises(ValueError, match="as long as"):
        dataclasses.replace(cue, text="said so")
    with pytest.raises(TypeError):  # a result is a fact
        dataclasses.replace(made.quotes[0], kind="direct")


def test_data_frame(made):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(list(made.quotes))
    assert list(frame.columns) == list(sayso.Quote.__match_args__)
    assert list(frame.kind) == ["indirect", "direct", "mixed", "mixed"]


def test_results_do_not_change(made):
    for value in [made, made.entities[0], made.quotes[0], made.quotes[0].cue, made.entities[0].mentions[0]]:
        for name in (*type(value).__match_args__, "anything"):
            with pytest.raises(AttributeError):
                setattr(value, name, None)
        assert not hasattr(value, "__dict__")


def test_results_are_not_made_by_hand():
    for cls in (sayso.Extraction, sayso.Entity, sayso.Quote):
        with pytest.raises(TypeError):
            cls()
    with pytest.raises(ValueError, match="kind of mention"):
        sayso.Mention(0, 1, "a", "verb")


def test_article_error():
    error = sayso.ArticleError("a7", "input", "the text is empty")
    assert (error.id, error.stage, error.message) == ("a7", "input", "the text is empty")
    assert str(error) == "article 'a7': input: the text is empty"
    assert str(sayso.ArticleError(None, "input", "empty")) == "article: input: empty"
    assert isinstance(error, sayso.Error)
    assert issubclass(sayso.ModelError, ValueError)
    assert issubclass(sayso.ModelError, sayso.Error)


def test_extractor_pickles_small(texts):
    extractor = sayso.Extractor(MODEL, threads=2, max_chars=100_000, min_confidence=0.25)
    blob = pickle.dumps(extractor)
    assert len(blob) < 100 + len(MODEL)
    again = pickle.loads(blob)
    assert (again.model, again.threads, again.max_chars, again.min_confidence) == (MODEL, 2, 100_000, 0.25)
    assert repr(again) == f"Extractor(model={MODEL!r}, threads=2, max_chars=100000, min_confidence=0.25)"
    assert again.extract(texts[0]) == extractor.extract(texts[0])
    assert repr(pickle.loads(pickle.dumps(sayso.Extractor(MODEL, 3, 9, 0.5, True, ["mixed"])))) == (
        f"Extractor(model={MODEL!r}, threads=3, max_chars=9, min_confidence=0.5, guess_gender=True, kinds=('mixed',))"
    )
    assert len(pickle.dumps(sayso.Extractor())) < 96


def test_pickled_extractors_are_for_workers(monkeypatch):
    monkeypatch.chdir(ROOT)
    extractor = sayso.Extractor("tests/data/tiny.sayso")
    assert copy.copy(extractor) is copy.deepcopy(extractor) is extractor
    blob = pickle.dumps(extractor)
    monkeypatch.chdir("/")
    again = pickle.loads(blob)
    assert (extractor.threads, again.threads) == (None, 1)
    assert (extractor.model, again.model) == ("tests/data/tiny.sayso", str(ROOT / "tests/data/tiny.sayso"))
    assert pickle.loads(pickle.dumps(sayso.Extractor())).model == "base"


def test_extractor_defaults():
    assert repr(sayso.Extractor()) == "Extractor(model='base', threads=None, max_chars=None, min_confidence=0.5)"
    for function in (sayso.Extractor, sayso.extract, sayso.extract_batch):
        parameters = inspect.signature(function).parameters
        assert parameters["min_confidence"].default == sayso.Extractor().min_confidence
        assert parameters["kinds"].default == sayso.Extractor().kinds == ("direct", "indirect", "mixed")
        assert parameters["min_confidence"].default == sayso.Extractor().min_confidence


@pytest.mark.parametrize(
    "settings",
    [
        {"threads": 0},
        {"threads": -1},
        {"threads": 10**6},
        {"max_chars": 0},
        {"min_confidence": 1.5},
        {"min_confidence": float("nan")},
        {"kinds": "spoken"},
        {"kinds": ()},
    ],
)
def test_wrong_settings(settings):
    with pytest.raises(ValueError, match="must be"):
        sayso.Extractor(MODEL, **settings)


def test_import_is_fast_and_loads_no_model():
    code = """
import sys, time
start = time.perf_counter()
import sayso
print(time.perf_counter() - start, *sys.modules)
"""
    best = min(
        (
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
            for _ in range(3)
        ),
        key=lambda out: float(out.split()[0]),
    )
    assert float(best.split()[0]) < 0.3
    assert not {"dataclasses", "json", "argparse", "inspect"} & set(best.split())


LAYERS = (
    "Ada Lund told parliament that the treaty would hold, a senior official said. "
    "The board demanded that the captain resign. Sources close to the board said he would leave in May. "
    '"The pump failed twice," said Tom Berg, according to Ada Lund.'
)


def test_min_confidence_leaves_out_quotes_and_nothing_else():
    everything = sayso.Extractor(min_confidence=0).extract(LAYERS)
    levels = sorted({quote.confidence for quote in everything.quotes})
    assert len(levels) > 4
    assert any(quote.relayed_by for quote in everything.quotes)
    for least in (levels[0], levels[len(levels) // 2], levels[-1]):
        kept = sayso.Extractor(min_confidence=least).extract(LAYERS)
        stays = {q.id for q in everything.quotes if q.kind == "direct"}
        stays |= {quote.id for quote in everything.quotes if quote.confidence >= least}
        wanted = [quote for quote in everything.quotes if quote.id in stays]
        assert [(q.content, q.cue, q.source, q.confidence) for q in kept.quotes] == [
            (q.content, q.cue, q.source, q.confidence) for q in wanted
        ]
        assert [q.id for q in kept.quotes] == [f"q{i + 1}" for i in range(len(wanted))]
        for after, before in zip(kept.quotes, wanted, strict=True):
            outer = before.relayed_by
            while outer is not None and outer.id not in stays:
                outer = outer.relayed_by
            assert (after.relayed_by and after.relayed_by.content) == (outer and outer.content)


KINDS = ("direct", "indirect", "mixed", "reported")
SPOKEN = (
    "Ada Lund spoke about the treaty. Tom Berg said the ferry would run until March. "
    'Lund called the plan "reckless". "Nobody will be left on a cold pier," she said.'
)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ("all", KINDS),
        ("mixed", ("mixed",)),
        (["reported", "direct", "direct"], ("direct", "reported")),
        ({"indirect": 1}, ("indirect",)),
        ((name for name in KINDS[:3]), KINDS[:3]),
        (("all", "direct"), KINDS),
    ],
)
def test_kinds(given, kinds):
    extractor = sayso.Extractor(MODEL, kinds=given)
    assert extractor.kinds == kinds
    assert pickle.loads(pickle.dumps(extractor)).kinds == kinds
    assert ("kinds" in repr(extractor)) == (kinds != KINDS[:3])


@pytest.mark.parametrize(
    ("given", "error", "shown"),
    [
        ("spoken", ValueError, 'not "spoken"'),
        ("direct,mixed", ValueError, 'not "direct,mixed"'),
        (["direct", "Mixed"], ValueError, 'not "Mixed"'),
        ([], ValueError, "not empty"),
        (["\ud800"], ValueError, "not "),
        (None, TypeError, "not NoneType"),
        (3, TypeError, "not int"),
        (b"all", TypeError, "not int"),
        (["direct", None], TypeError, "not NoneType"),
    ],
)
def test_wrong_kinds(given, error, shown):
    names = 'kinds must be "all" or some of "direct", "indirect", "mixed", "reported", '
    for call in (
        lambda: sayso.Extractor(MODEL, kinds=given),
        lambda: sayso.extract("Ada Lund said so.", kinds=given),
        lambda: sayso.extract_batch([], kinds=given),
    ):
        with pytest.raises(error, match=re.escape(names + shown)):
            call()


def test_what_an_iterable_of_kinds_raises_comes_through():
    def broken():
        yield "direct"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        sayso.Extractor(MODEL, kinds=broken())


def test_reported_speech_is_given_on_demand():
    everything = sayso.extract(SPOKEN, kinds="all", min_confidence=0)
    assert [quote.kind for quote in everything.quotes] == ["reported", "indirect", "mixed", "direct"]
    assert (everything.quotes[0].speaker.name, everything.quotes[0].text) == ("Ada Lund", "the treaty")
    usual = sayso.extract(SPOKEN, min_confidence=0)
    assert [quote.text for quote in usual.quotes] == [quote.text for quote in everything.quotes[1:]]
    assert [quote.id for quote in usual.quotes] == ["q1", "q2", "q3"]
    assert usual == sayso.Extractor(min_confidence=0).extract(SPOKEN)
    assert usual == sayso.extract_batch([SPOKEN], min_confidence=0)[0]
    assert sayso.extract(SPOKEN) == sayso.Extractor().extract(SPOKEN) == sayso.extract_batch([SPOKEN])[0]
    assert "reported" not in {quote.kind for quote in sayso.extract(SPOKEN).quotes}
    for wanted in ("all", "reported", ("reported", "direct"), ("indirect",)):
        found = sayso.extract(SPOKEN, kinds=wanted, min_confidence=0)
        assert found.quotes, wanted
        kinds = KINDS if wanted == "all" else wanted
        assert [q.text for q in found.quotes] == [q.text for q in everything.quotes if q.kind in kinds]
        extractor = sayso.Extractor(kinds=wanted, min_confidence=0)
        assert found == extractor.extract(SPOKEN) == next(extractor.stream([SPOKEN]))
        assert (
            [found]
            == extractor.extract_batch([SPOKEN])
            == sayso.extract_batch([SPOKEN], kinds=wanted, min_confidence=0)
        )
        rows = extractor.extract_table([SPOKEN]).quotes
        assert [row["kind"] for row in rows.to_dicts()] == [quote.kind for quote in found.quotes]
        assert sayso.extract_table([SPOKEN], kinds=wanted, min_confidence=0).quotes == rows
        assert pickle.loads(pickle.dumps(rows)) == rows
        assert pickle.loads(pickle.dumps(found)) == found


def test_min_confidence_of_the_functions():
    everything = sayso.extract(SPOKEN, min_confidence=0)
    [told] = (quote for quote in everything.quotes if quote.kind == "indirect")
    least = told.confidence + 0.001
    expected = sayso.Extractor(min_confidence=least).extract(SPOKEN)
    kept = [quote for quote in everything.quotes if quote.kind == "direct" or quote.confidence >= least]
    assert [quote.text for quote in expected.quotes] == [q.text for q in kept if q.kind != "reported"]
    assert told.text not in [quote.text for quote in expected.quotes]
    assert sayso.extract(SPOKEN, min_confidence=least) == expected
    assert sayso.extract_batch([SPOKEN], min_confidence=least) == [expected]
    assert len(sayso.extract_table([SPOKEN], min_confidence=least).quotes) == len(expected.quotes)
    for call in (sayso.extract, sayso.extract_batch, sayso.extract_table):
        with pytest.raises(ValueError, match="min_confidence must be 0 to 1, not 2"):
            call([SPOKEN], min_confidence=2)


def test_the_schema_says_that_there_are_four_kinds(made):
    assert made.to_dict()["schema"] == 2
