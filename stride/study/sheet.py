"""Turns the results into one page of HTML for reading and printing: no script, no request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from stride.report.html import document, figure
from stride.report.pictures import Picture
from stride.study.associate import FEW_CASES, SMALL_CELL, Curves
from stride.study.drawing import curve_pictures, forest_picture
from stride.study.protocol import Protocol, Table
from stride.study.rows import Results, Row

ASSOCIATION = (
    "Every ratio here is an association seen in an observational study. It says who had the "
    "outcome more or less often, not what walking does; people differ in more than their walking."
)
#: Means below this are shown with two decimals.
SMALL_MEAN = 10
FEW = (
    f"* stands on fewer than {FEW_CASES} cases, or on a cell below {SMALL_CELL}: "
    "too few to lean on."
)
STYLE = """
:root { color-scheme: light dark; LIGHT }
@media (prefers-color-scheme: dark) { :root { DARK } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 58rem; padding: 1.25rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem } p { margin: .5rem 0; max-width: 44rem }
.lead { font-size: 1.25rem } small, .quiet { color: var(--muted) }
figure { margin: 0 0 1rem; max-width: 36rem }
figure svg { width: 100%; height: auto; display: block } svg text { font-family: inherit }
figcaption, caption { color: var(--muted); font-size: .875rem; text-align: left }
caption { padding-bottom: .25rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin-bottom: .5rem }
th, td { text-align: right; padding: .2rem .6rem; border-bottom: 1px solid var(--grid);
  white-space: nowrap }
th:first-child { text-align: left; padding-left: 0 } th { font-weight: 600 }
tbody th { font-weight: 400 } tbody th.sub { padding-left: 1rem }
ol.flow { list-style: none; padding: 0; margin: 0; max-width: 36rem }
.step { display: grid; grid-template-columns: minmax(7rem, 1fr) 2fr; gap: 0 1rem }
.left { border: 1px solid var(--muted); padding: .35rem .6rem; text-align: center;
  font-variant-numeric: tabular-nums }
.out { color: var(--muted); padding: .35rem 0; align-self: center; font-size: .9375rem }
.step + .step .left { margin-top: .75rem; position: relative }
.step + .step .left::before { content: ""; position: absolute; left: 50%; top: -.8rem;
  height: .75rem; border-left: 1px solid var(--muted) }
footer { margin-top: 2.5rem; border-top: 1px solid var(--grid); padding-top: .5rem }
@media (max-width: 40rem) { body { padding: 1rem } th, td { padding: .2rem .35rem }
  table { font-size: .875rem } }
@media print { :root { LIGHT } body { max-width: none; font-size: 10pt; padding: 0 }
  table { font-size: 8.5pt } th, td { padding: .1rem .35rem; white-space: normal }
  figure { max-width: 12cm } figure, tr, .step { break-inside: avoid }
  h2, caption, tr.group { break-after: avoid }
  .scroll { overflow: visible } }
"""


def sheet(
    results: Results, protocol: Protocol, tables: dict[str, list[Row]], curves: Curves | None
) -> str:
    """The whole file.

    results: of associate() or describe(). tables: from all_tables(). curves: None for describe.
    """
    body = [f"<h1>{escape(protocol.title)}</h1>", *_lead(results, curves is not None)]
    body += ["<h2>Who was counted</h2>", _flow(tables["flow"])]
    for place, table in enumerate(protocol.tables):
        if place == 1 and curves is not None:
            body += _ratios(results, protocol, tables, curves)
        body.append(_group_table(table, results, tables, place))
    body.append(
        f"<footer><small><p>{escape(protocol.source)}</p><p>Made by "
        f"{escape(results['meta']['made_by'])}, protocol {escape(protocol.id)}. The numbers of "
        "every table and figure stand as CSV beside this page. No person is shown; "
        "not a medical device.</p></small></footer>"
    )
    return document(protocol.title, STYLE, body)


def _lead(results: Results, with_outcome: bool) -> list[str]:
    n, cases = results["n"], results["cases"]
    if not with_outcome:
        return [f'<p class="lead">{n:,} persons are analysed.</p>']
    share = f" ({100 * cases / n:.1f} %)" if n else ""
    lines = [f'<p class="lead">{cases:,} of {n:,} persons{share} had the outcome.</p>']
    lines.append(f"<p>{ASSOCIATION}</p>")
    if cases < FEW_CASES:
        lines.append(
            f"<p><strong>Fewer than {FEW_CASES} cases: read nothing into a ratio.</strong></p>"
        )
    return lines


def _flow(rows: list[Row]) -> str:
    steps = []
    for place, row in enumerate(rows):
        out = f"{row['dropped']:,} left out: {escape(row['label'])}" if place else "Participants"
        steps.append(
            f'<li class="step"><div class="left">{row["left"]:,}</div>'
            f'<div class="out">{out}</div></li>'
        )
    return f'<ol class="flow">{"".join(steps)}</ol>'


def _ratios(
    results: Results, protocol: Protocol, tables: dict[str, list[Row]], curves: Curves
) -> list[str]:
    """Tables 2 and 3, curves, forest plots, sensitivity, and the tests."""
    parts = [
        _quarters(protocol, tables.get("table2", [])),
        _joint(protocol, tables.get("table3", [])),
    ]
    parts.append("<h2>Dose and response</h2>")
    spans = {
        name: [results["quantiles"][name]["p10"] / 2, results["quantiles"][name]["p90"] * 1.25]
        for name in protocol.exposures
        if results["quantiles"][name]["p10"] is not None
    }
    spans = {name: _inside(span, results["range"][name]) for name, span in spans.items()}
    drawn = curve_pictures(protocol, curves, spans)
    parts += [_figure(picture, "Line: ratio against the 10th percentile; band: 95 % interval; "
                      "bars: persons. The ends, where few persons are, are in the CSV.")
              for picture in drawn]  # fmt: skip
    if not drawn:
        parts.append('<p class="quiet">No curve could be fitted: too few persons or cases.</p>')
    parts.append("<h2>In groups of people</h2>")
    for exposure, about in protocol.exposures.items():
        picture = forest_picture(tables.get("forest", []), exposure, about.label)
        if picture:
            parts.append(_figure(picture, "Square: ratio; line: 95 % interval."))
    parts += [_tests(results, protocol), _sensitivity(protocol, tables.get("sensitivity", []))]
    parts += [_e_values(protocol, tables.get("e_values", [])), f'<p class="quiet">{FEW}</p>']
    return parts


def _inside(span: list[float], whole: list[float]) -> list[float]:
    return [max(span[0], whole[0]), min(span[1], whole[1])]


def _figure(picture: Picture, caption: str) -> str:
    return figure(picture, f"<strong>{escape(picture.title)}.</strong> {escape(caption)}")


def _grid(title: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A titled table; a first cell that begins with a space is set in."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = []
    for first, *rest in rows:
        sub = ' class="sub"' if first.startswith(" ") else ""
        cells = "".join(f"<td>{escape(text)}</td>" for text in rest)
        group = "" if any(rest) else ' class="group"'  # a heading, which stays with its rows
        lines.append(f'<tr{group}><th scope="row"{sub}>{escape(first.strip())}</th>{cells}</tr>')
    return (
        f'<h2>{escape(title)}</h2>\n<div class="scroll"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody></table></div>"
    )


def _group_table(table: Table, results: Results, tables: dict[str, list[Row]], place: int) -> str:
    groups = list(results["tables"][table.id])
    sizes = {group: results["tables"][table.id][group]["n"] for group in groups}
    number = "Table 1. " if place == 0 else ""
    heads = ["", *(_group_name(table.by, group) for group in groups)]
    rows: list[list[str]] = []
    variable = ""
    for row, spread in _with_spread(tables.get(table.id, [])):
        if row["level"] == "mean":
            cells = [_mean_sd(row.get(group), spread.get(group)) for group in groups]
            rows.append([row["variable"], *cells])
        elif row["variable"] == "n":
            rows.append(["Persons", *(f"{row[group]:,}" for group in groups)])
        else:
            if row["variable"] != variable:
                rows.append([row["variable"], *("" for _ in groups)])
            cells = [_count(row[group], sizes[group]) for group in groups]
            rows.append([f" {row['level']}", *cells])
        variable = row["variable"]
    return _grid(number + table.title, "Mean (SD), or persons (%).", heads, rows)


def _group_name(by: str, group: str) -> str:
    if by.endswith("_q"):
        return f"Quarter {group}"
    return {"all": "All", "0": "No", "1": "Yes"}.get(group, group)


def _with_spread(rows: list[Row]) -> Iterable[tuple[Row, Row]]:
    """Each row but the SDs, with the one behind it, which holds the SD of a mean."""
    for place, row in enumerate(rows):
        if row["level"] != "sd":
            yield row, rows[place + 1] if place + 1 < len(rows) else {}


def _mean_sd(mean: float | None, sd: float | None) -> str:
    if mean is None:
        return "no data"
    digits = 2 if abs(mean) < SMALL_MEAN else 1
    return f"{mean:.{digits}f}" + (f" ({sd:.{digits}f})" if sd is not None else "")


def _count(count: int, n: int) -> str:
    mark = "*" if 0 < count < SMALL_CELL else ""
    return f"{count:,} ({100 * count / n:.0f}){mark}" if n else "0"


def _said(row: Row, column: str) -> str:
    """A ratio with its interval, ``1 (reference)``, or a dash where nothing was fitted."""
    rr, lo, hi = (row.get(f"{key}_{column}") for key in ("rr", "lo", "hi"))
    if rr is None:
        return "not fitted"
    return "1 (reference)" if lo is None else f"{rr:.2f} ({lo:.2f}–{hi:.2f})"


def _headed(adjust: str) -> str:
    return {"crude": "Crude", "age": "Adjusted for age", "multi": "Multi-adjusted"}.get(
        adjust, adjust.capitalize()
    )


def _quarters(protocol: Protocol, rows: list[Row]) -> str:
    columns = [*protocol.models.quarters[1:], *(["mutual"] if protocol.models.mutual else [])]
    heads = ["", "Persons", "Cases", *map(_headed, columns)]
    lines: list[list[str]] = []
    for row in rows:
        about = protocol.exposures[row["exposure"]]
        if row["quarter"] == 1:
            lines.append([f"{about.label}, {about.unit}", *("" for _ in heads[1:])])
        mark = "*" if row["small"] else ""
        cells = [_said(row, column) for column in columns]
        lines.append([f" {row['range']}{mark}", f"{row['n']:,}", f"{row['cases']:,}", *cells])
    caption = (
        "Ratio of risks (95 % interval); mutual: with the other exposure too. "
        "The crude ratios stand in the CSV."
    )
    return _grid("Table 2. Quarters", caption, heads, lines)


def _joint(protocol: Protocol, rows: list[Row]) -> str:
    if not rows:
        return ""
    columns = protocol.models.joint
    first, second = (protocol.exposures[name].label for name in list(protocol.exposures)[:2])
    names = [key for key in rows[0] if key.endswith("_quarter")]
    lines = [
        [
            f"{row[names[0]]} and {row[names[1]]}{'*' if row['small'] else ''}",
            f"{row['n']:,}", f"{row['cases']:,}", *(_said(row, column) for column in columns),
        ]
        for row in rows
    ]  # fmt: skip
    heads = ["Quarters", "Persons", "Cases", *map(_headed, columns)]
    caption = f"Quarter of {first.lower()} and quarter of {second.lower()}; ratio (95 % interval)."
    return _grid("Table 3. Both together", caption, heads, lines)


def _sensitivity(protocol: Protocol, rows: list[Row]) -> str:
    lines: list[list[str]] = []
    seen = ""
    for row in rows:
        if row["exposure"] != seen:
            lines.append([protocol.exposures[row["exposure"]].label, "", "", "", "", ""])
        seen = row["exposure"]
        counts = [f"{row[key]:,}" if row[key] is not None else "" for key in ("n", "cases")]
        name = f" {row['analysis']}{'*' if row['small'] else ''}"
        lines.append([name, *counts, *(_said(row, f"q{group}") for group in (2, 3, 4))])
    heads = ["", "Persons", "Cases", "Quarter 2", "Quarter 3", "Quarter 4"]
    caption = "Multi-adjusted ratio against quarter 1 (95 % interval); quarters formed anew."
    return _grid("Other ways to look", caption, heads, lines)


def _e_values(protocol: Protocol, rows: list[Row]) -> str:
    if not rows:
        return ""
    lines = [
        [
            f"{protocol.exposures[row['exposure']].label}, quarter {row['group']}",
            f"{row['rr']:.2f}", f"{row['e_point']:.2f}", f"{row['e_ci']:.2f}",
        ]
        for row in rows
    ]  # fmt: skip
    caption = "How strongly something unmeasured would have to go with both to explain the ratio."
    return _grid("E-values", caption, ["", "Ratio", "Of the ratio", "Of the limit"], lines)


def _tests(results: Results, protocol: Protocol) -> str:
    lines = []
    for spline in results["splines"]:
        name = protocol.exposures[spline["id"].split(".")[0]].label
        both = " (mutual)" if spline["id"].endswith("mutual") else ""
        lines.append([f"Curve of {name.lower()}{both}: any", *_test(spline["wald_overall"])])
        lines.append([f"Curve of {name.lower()}{both}: bent", *_test(spline["wald_nonlinear"])])
    for row in results["interactions"]:
        name = protocol.exposures[row["exposure"]].label
        modifier = protocol.label(row["modifier"])
        lines.append([f"{name} by {modifier[:1].lower()}{modifier[1:]}", *_test(row)])
    caption = "Wald tests of the curves; likelihood-ratio tests of interaction."
    return _grid("Tests", caption, ["", "Chi-squared", "df", "p"], lines) if lines else ""


def _test(test: dict[str, Any]) -> list[str]:
    p = "below 0.001" if test["p"] < 0.001 else f"{test['p']:.3f}"
    return [f"{test['chi2']:.2f}", str(test["df"]), p]
