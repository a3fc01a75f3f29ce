"""Pictures of a corpus, by matplotlib: each function draws on axes and returns them.

matplotlib draws offline, its pictures stay in a saved notebook, and pandas users have it:
`pip install 'sayso[notebook]'`.

    import sayso, sayso.plots
    sayso.plots.speakers(corpus).figure.savefig("speakers.png")
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ._optional import needed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from ._corpus import Corpus, Who, _By

__all__ = ["gender", "network", "speakers", "timeline"]

# colours that people with any kind of colour vision tell apart (Okabe and Ito)
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
GENDERS = {"female": COLOURS[1], "male": COLOURS[0], "unknown": "#999999"}
# characters of a name that are shown
NAME = 28
LINES = 5


def _axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes given, or those of a new figure, in inches."""
    pyplot = needed("matplotlib.pyplot", "notebook", "a plot")
    if ax is not None:
        return ax
    made: Axes = pyplot.subplots(figsize=(width, height), layout="constrained")[1]
    return made


def _short(name: str) -> str:
    return name if len(name) <= NAME else name[: NAME - 1].rstrip() + "…"


def _bare(ax: Axes) -> None:
    """Leaves out the lines that carry nothing."""
    ax.spines[["top", "right"]].set_visible(False)


def _whole(axis: Axis) -> None:
    """Ticks at whole numbers alone."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True))


def _nothing(ax: Axes, why: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, why, ha="center", va="center", transform=ax.transAxes)
    return ax


def speakers(corpus: Corpus, n: int = 15, *, type: str | None = "PERSON", ax: Axes | None = None) -> Axes:
    """Who is quoted most: a bar each, its direct quotes darker.

    Args:
        corpus: the articles.
        n: how many.
        type: type of the speakers; None for all.
        ax: axes to draw on; None for a figure of its own.

    Returns:
        matplotlib.axes.Axes

    Raises:
        ImportError: matplotlib is not installed.
    """
    rows = corpus.speakers(type).head(n).to_dicts()[::-1]
    ax = _axes(ax, 7, 1 + 0.3 * len(rows))
    if not rows:
        return _nothing(ax, "nobody is quoted")
    names = [_short(row["name"]) for row in rows]
    # by place: two people may have one name
    places = range(len(rows))
    direct = [row["direct"] * row["quotes"] for row in rows]
    ax.barh(places, direct, color=COLOURS[0], label="direct")
    rest = [row["quotes"] - one for row, one in zip(rows, direct, strict=True)]
    ax.barh(places, rest, left=direct, color=COLOURS[4], label="mixed and indirect")
    ax.set_yticks(places, names)
    _whole(ax.xaxis)
    ax.set_xlabel("quotes")
    ax.set_title("Who is quoted")
    ax.legend(frameon=False, loc="lower right")
    _bare(ax)
    return ax


def timeline(
    corpus: Corpus, who: Who | Sequence[Who] | None = None, by: _By = "month", *, ax: Axes | None = None
) -> Axes:
    """Quotes over time, a line each of some people.

    Args:
        corpus: the articles.
        who: names or numbers; None for the five who are quoted most.
        by: "day", "week", "month", "quarter" or "year".
        ax: axes to draw on; None for a figure of its own.

    Returns:
        matplotlib.axes.Axes

    Raises:
        ImportError: matplotlib is not installed.
        InputError: nobody has such a name, or several have.
    """
    from datetime import date

    asked = corpus.speakers("PERSON").head(LINES)["who"] if who is None else who
    all_periods = [date.fromisoformat(period) for period in corpus.timeline(by=by)["period"]]
    asked = [asked] if isinstance(asked, (str, int)) else asked
    ax = _axes(ax, 8, 3.5)
    if not all_periods or not asked:
        return _nothing(ax, "no quote has a date")
    for i, one in enumerate(asked):
        table = corpus.timeline(one, by)
        counts = {date.fromisoformat(row["period"]): row["quotes"] for row in table}
        name = next(iter(table["name"]), str(one))
        style = {"color": COLOURS[i % len(COLOURS)], "marker": "osD^v"[i % 5], "linestyle": ("-", "--")[i // 8 % 2]}
        ax.plot(all_periods, [counts.get(period, 0) for period in all_periods], label=_short(name), **style)  # type: ignore[arg-type]
    ax.set_ylim(bottom=0)
    _whole(ax.yaxis)
    ax.set_ylabel(f"quotes a {by}")
    ax.set_title("Quotes over time")
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    ax.tick_params(axis="x", rotation=30)
    _bare(ax)
    return ax


def network(corpus: Corpus, n: int = 25, *, least: int = 1, beside: bool = False, ax: Axes | None = None) -> Axes:
    """Who quotes, addresses or mentions whom; wide arrows are frequent, large dots have many quotes.

    Args:
        corpus: the articles.
        n: people, bodies and places, those of most edges.
        least: quotes that an edge needs.
        beside: True for who is quoted beside whom.
        ax: axes to draw on; None for a figure of its own.

    Returns:
        matplotlib.axes.Axes

    Raises:
        ImportError: matplotlib or networkx is not installed.
    """
    networkx = needed("networkx", "corpus", "a network")
    ax = _axes(ax, 9, 7)
    whole = corpus.network(least, beside=beside)
    weight = dict(whole.degree(weight="weight"))
    kept = sorted(whole, key=lambda who: (-weight[who], who))[:n]
    graph = whole.subgraph(kept)
    if not kept:
        return _nothing(ax, "no edges")
    # of pieces that hang together nothing pulls the others near; the same picture every time
    places = (
        networkx.spring_layout(networkx.Graph(graph), k=0.7, seed=0) if _joined(graph) else networkx.shell_layout(graph)
    )
    facts: dict[Any, Any] = dict(graph.nodes(data=True))
    order = sorted(graph)
    sizes = [80 + 40 * facts[who]["quotes"] for who in order]
    colours = [COLOURS[0] if facts[who]["type"] == "PERSON" else COLOURS[2] for who in order]
    edges = sorted(graph.edges)
    widths = [0.5 + min(graph.edges[edge]["weight"], 12) / 3 for edge in edges]
    networkx.draw_networkx_nodes(graph, places, order, node_size=sizes, node_color=colours, alpha=0.8, ax=ax)
    networkx.draw_networkx_edges(
        graph, places, edges, width=widths, edge_color="#888888", arrows=not beside, node_size=sizes, nodelist=order,
        **({} if beside else {"connectionstyle": "arc3,rad=0.08"}), ax=ax,
    )  # fmt: skip
    labels = {who: _short(facts[who]["name"]) for who in order}
    box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 1}
    above = {who: (x, y + 0.05) for who, (x, y) in places.items()}
    networkx.draw_networkx_labels(graph, above, labels, font_size=8, bbox=box, clip_on=False, ax=ax)
    ax.set_title("Who is quoted beside whom" if beside else "Who quotes, addresses or mentions whom")
    ax.margins(0.12)
    ax.set_axis_off()
    return ax


def _joined(graph: Any) -> bool:
    """Every node is reached from every other."""
    import networkx

    return bool(networkx.is_weakly_connected(graph))


def gender(corpus: Corpus, by: str = "month", *, ax: Axes | None = None) -> Axes:
    """Quotes of women and men over time, or by a column of the articles; gender is what texts say.

    Args:
        corpus: the articles.
        by: "day", "week", "month", "quarter", "year", or a column.
        ax: axes to draw on; None for a figure of its own.

    Returns:
        matplotlib.axes.Axes

    Raises:
        ImportError: matplotlib is not installed.
        InputError: the articles have no such column.
    """
    rows = [row for row in corpus.gender(by) if row["by"] is not None]
    ax = _axes(ax, 8, 3.5)
    if not rows:
        return _nothing(ax, "nobody is quoted")
    groups = list(dict.fromkeys(row["by"] for row in rows))
    below = [0] * len(groups)
    for name, colour in GENDERS.items():
        counts = {row["by"]: row["quotes"] for row in rows if row["gender"] == name}
        heights = [counts.get(group, 0) for group in groups]
        ax.bar(range(len(groups)), heights, bottom=below, color=colour, label=name)
        below = [a + b for a, b in zip(below, heights, strict=True)]
    ax.set_xticks(range(len(groups)), [_short(group) for group in groups])
    _whole(ax.yaxis)
    ax.set_ylabel("quotes")
    ax.set_title("Quotes of women and men, as far as texts say")
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    if len(groups) > 6:
        ax.tick_params(axis="x", rotation=45)
    _bare(ax)
    return ax
