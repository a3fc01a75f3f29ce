"""The tables that `make eval` writes: CSV files here, and those between marks in README and docs/quality.md."""

import csv
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
README = HERE.parent / "README.md"
QUALITY = HERE.parent / "docs" / "quality.md"
SCORES = HERE / "scores.csv"
CALIBRATION = HERE / "calibration.csv"
MIN_CONFIDENCE = HERE / "min_confidence.csv"
TOLERANCE = 0.005
ANNOTATORS = "polnear-train annotators"

# what docs/quality.md shows: data, metric, best rival, what the figure means
SHOWN = [
    ("polnear-dev", "joint.f", "0.41 (a)", "quotes with content found and source right, F1"),
    ("polnear-dev", "quoted_joint.f", "0.54 (a)", "the same, direct and mixed quotes"),
    ("polnear-dev", "unquoted_joint.f", "0.33 (c)", "the same, indirect quotes, beliefs and intentions"),
    ("polnear-dev", "overlap.f", "0.49 (b)", "content found (half of its words or more), F1"),
    ("polnear-dev", "exact.f", "0.32 (b)", "content found to the word, F1"),
    ("polnear-dev", "token.f", "0.68 (b)", "words of content, F1"),
    (
        "polnear-dev",
        "joint.f (all)",
        "",
        "joint F1 when quotes inside quotes (relayed_by) count too; the gold has none",
    ),
    ("polnear-dev", "literature_source.f", "0.832 (d)", "source spans by themselves, exact to the word, F1"),
    ("polnear-dev", "literature_cue.f", "0.753 (d)", "the same, cues; sayso's are trimmed, the gold's are not"),
    ("polnear-dev", "literature_content.f", "0.729 (d)", "the same, contents"),
    ("gold article", "end_to_end.r", "", "in-sample: quotes with content found and speaker resolved, recall"),
    ("gold article", "end_to_end.p", "", "in-sample: the same, precision"),
    ("gold article", "hard.r", "", "in-sample: the same where the source is a pronoun or a bare nominal, recall"),
    ("gold article", "entities.name_mentions_typed.f", "", "in-sample: names with their types, F1"),
    ("gold article", "entities.b3.f", "", "in-sample: coreference of all mentions, B-cubed F1"),
    (
        "gum-news coreference",
        "end to end: conll",
        "",
        "mean of MUC, B-cubed and CEAFe F1, raw text of news; all that the resolver links, things that are not "
        "reported too; mentions converted to OntoNotes' conventions (eval/coreference.py)",
    ),
    ("gum-written coreference", "end to end: conll", "", "the same, all written genres"),
    (
        "gum-news coreference",
        "gold mentions: conll",
        "",
        "the same on news, gold spans of the mentions given, each known to corefer",
    ),
    ("gap-dev", "pronouns.f", "", "which of two names a he or she is, if either, F1 (GAP, Wikipedia)"),
    ("gap-dev", "page: pronouns.f", "", "the same, each snippet under the title of its page (GAP's other setting)"),
    (
        "conll2003-dev",
        "names.f",
        "0.67",
        "people, organisations, places, F1 of exact spans (rival: spaCy small, a like measure)",
    ),
    ("worldwide-dev", "names.f", "", "the same on newspapers from outside the US and UK"),
    (
        "cleanconll-dev",
        "names.f",
        "",
        "the articles of conll2003-dev with teams named for places as organisations; no answer suits both (F1 0.90)",
    ),
    ("wikigold-all", "names.f", "0.60", "the same on Wikipedia"),
    ("uner_ewt-dev", "names.f", "0.62", "the same on web text and mail"),
    ("worldwide-dev by label", "all.f", "", "its nine labels, numbers apart: `eval/names.py` maps them"),
    ("gmb-dev by label", "all.f", "", "seven labels of a corpus tagged in part by machines, titles inside its names"),
    ("polnear-dev sources", "he, she, they", "", "pronouns as sources, share resolved right (30 articles, own labels)"),
    ("polnear-dev sources", "nominal", "", "bare nominals as sources, the same"),
    ("gum-dev", "upos", "", "universal parts of speech, accuracy on gold tokens"),
    ("gum-dev", "uas", "", "heads, accuracy on gold tokens"),
    ("gum-dev", "las", "", "heads with their relation"),
    ("gum-written", "words.f", "", "tokens of raw text, F1 of exact spans (GUM's written genres, dev)"),
    ("gum-written", "sentences.f", "", "sentences of raw text, F1 of exact spans"),
    ("gum-news", "sentences.f", "", "the same, news alone"),
    ("ewt-dev", "words.f", "", "tokens of web text and mail, F1"),
    ("ewt-dev", "sentences.f", "", "sentences of web text and mail, F1"),
]

# what README shows of it: data, metric, what the figure means to a newcomer
BRIEF = [
    ("polnear-dev", "quoted_joint.f", "quotes in quotation marks: content found, source right"),
    ("polnear-dev", "unquoted_joint.f", "indirect quotes, beliefs and intentions: the same"),
    ("polnear-dev sources", "he, she, they", "pronouns as sources: who it is, share right"),
    ("polnear-dev sources", "nominal", '"the minister" as a source: the same'),
    ("conll2003-dev", "names.f", "names of people, organisations and places"),
]


def write(path, header, rows):
    """Fractions with four decimals, None as an empty cell."""
    with path.open("w", encoding="utf8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows([f"{cell:.4f}" if isinstance(cell, float) else cell for cell in row] for row in rows)


def write_scores(scores):
    write(SCORES, ("data", "metric", "value", "n", "low", "high"), scores)


def write_calibration(bins):
    """A bin without quotes has neither a mean nor a share."""
    rows = [(low, high, n, mean if n else None, hits if n else None) for low, high, n, mean, hits in bins]
    write(CALIBRATION, ("low", "high", "n", "confidence", "hits"), rows)


def write_min_confidence(table):
    write(MIN_CONFIDENCE, ("min_confidence", "quotes", "p", "r", "f"), table)


def differences(scores):
    """One line for each of the figures that is not as committed; an interval only where one was computed."""
    with SCORES.open(encoding="utf8", newline="") as f:
        committed = {(row["data"], row["metric"]): row for row in csv.DictReader(f)}
    for data, metric, value, _, low, high in scores:
        row = committed.get((data, metric), {})
        for column, now in (("value", value), ("low", low), ("high", high)):
            then = row.get(column) or None
            if now is not None and (then is None or abs(now - float(then)) > TOLERANCE):
                yield f"{data} {metric}: {column} {now:.4f} now, {then} in {SCORES.name}"


def fill(page, mark, lines):
    """The page with the lines between its marks <!-- mark --> and <!-- /mark -->."""
    opening, closing = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    head, rest = page.split(opening)
    return head + opening + "".join(line + "\n" for line in lines) + closing + rest.split(closing)[1]


def score_lines(scores):
    got = {(data, metric): rest for data, metric, *rest in scores}
    yield "| data | figure | sayso | 95 % interval | best rival | two annotators | what it means |"
    yield "|---|---|---|---|---|---|---|"
    for data, metric, rival, meaning in SHOWN:
        value, n, low, high = got[data, metric]
        interval = "" if low is None else f"{low:.3f}-{high:.3f}"
        human = f"{got[ANNOTATORS, metric][0]:.3f}" if data == "polnear-dev" and (ANNOTATORS, metric) in got else ""
        yield f"| {data} ({n}) | `{metric}` | **{value:.3f}** | {interval} | {rival} | {human} | {meaning} |"


def brief_lines(scores):
    got = {(data, metric): value for data, metric, value, *_ in scores}
    rivals = {(data, metric): rival for data, metric, rival, _ in SHOWN}
    yield "| | sayso | best rival | two annotators |"
    yield "|---|---|---|---|"
    for data, metric, meaning in BRIEF:
        rival = rivals[data, metric].split(" (")[0]
        human = f"{got[ANNOTATORS, metric]:.2f}" if data == "polnear-dev" and (ANNOTATORS, metric) in got else ""
        yield f"| {meaning} | **{got[data, metric]:.2f}** | {rival} | {human} |"


def confidence_lines(scores, table):
    got = {metric: value for data, metric, value, *_ in scores if data == "polnear-dev"}
    yield "| `min_confidence` | quotes | precision | recall | F1 |"
    yield "|---|---|---|---|---|"
    for least, quotes, *figures in table:
        yield f"| {least} | {quotes} | " + " | ".join(f"{x:.3f}" for x in figures) + " |"
    yield ""
    yield (
        f"Expected calibration error: {got['calibration_error']:.3f}. "
        f"{got['confident_share']:.0%} of the quotes have a confidence of 0.8 or more; {got['confident_hits']:.0%} of "
        "those are right."
    )


def show(scores, table):
    """Writes the tables of docs/quality.md, and README's."""
    page = QUALITY.read_text(encoding="utf8")
    page = fill(page, "scores", score_lines(scores))
    page = fill(page, "confidence", confidence_lines(scores, table))
    QUALITY.write_text(page, encoding="utf8")
    page = fill(README.read_text(encoding="utf8"), "quality", brief_lines(scores))
    README.write_text(page, encoding="utf8")
