"""The results as plain tables of numbers: what the sheet shows, and the CSV files beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from stride.study.associate import SMALL_CELL, Curves
from stride.study.protocol import Protocol, Table

Row = dict[str, Any]
Results = dict[str, Any]


def all_tables(results: Results, protocol: Protocol, curves: Curves | None) -> dict[str, list[Row]]:
    """Name -> rows, for every table and figure that there is something for."""
    made = {"flow": flow(results, protocol)}
    made |= {
        table.id: list(group_table(table, results["tables"][table.id], protocol))
        for table in protocol.tables
    }
    if curves is not None:
        made |= {
            "table2": list(quarters(results, protocol)),
            "table3": list(joint(results, protocol)),
            "forest": list(forest(results, protocol)),
            "sensitivity": list(sensitivity(results, protocol)),
            "trend": list(trend(results, protocol)),
            "interactions": results["interactions"],
            "e_values": results["e_values"],
        }
        made |= {f"curve-{name}": rows for name, rows in _plain(curves).items()}
        made |= {f"histogram-{name}": rows for name, rows in _bars(curves)}
    return {name: rows for name, rows in made.items() if rows}


def as_csv(rows: list[Row]) -> str:
    """The rows as CSV, with the columns of the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def flow(results: Results, protocol: Protocol) -> list[Row]:
    """The steps of the flow, with what each is called."""
    labels = {step.step: step.label for step in protocol.exclude}
    return [{**step, "label": labels.get(step["step"], "Participants")} for step in results["flow"]]


def group_table(table: Table, parts_of: dict[str, Any], protocol: Protocol) -> Iterator[Row]:
    """A row a mean and a row a level: the cells are (mean, SD) or (count, share)."""
    yield {"variable": "n", "level": ""} | {name: part["n"] for name, part in parts_of.items()}
    for name in table.mean:
        row: Row = {"variable": protocol.label(name), "level": "mean"}
        spread: Row = {"variable": protocol.label(name), "level": "sd"}
        for group, part in parts_of.items():
            row[group], spread[group] = part[name]["mean"], part[name]["sd"]
        yield row
        yield spread
    for name in table.count:
        about = protocol.variables[name]
        for place, level in enumerate(about.levels()):
            called = about.names[place] if place < len(about.names) else f"{level:g}"
            yield {"variable": protocol.label(name), "level": called} | {
                group: part[name].get(f"{level:g}", 0) for group, part in parts_of.items()
            }


def _model(results: Results, name: str) -> dict[str, Any] | None:
    return next((entry for entry in results["models"] if entry["id"] == name), None)


def _ratio(entry: dict[str, Any] | None, term: str) -> Row:
    """rr, lo, hi of a term; 1 without an interval for a reference, blanks where not fitted."""
    row = next((row for row in (entry or {}).get("terms", []) if row["term"] == term), None)
    if row:
        return {key: row[key] for key in ("rr", "lo", "hi", "p")}
    first = bool(entry and entry["terms"]) and term.endswith("=1")
    return {"rr": 1.0 if first else None, "lo": None, "hi": None, "p": None}


def _grouped(
    results: Results, models: list[tuple[str, str]], prefix: str, called: Callable[[str], Row]
) -> Iterator[Row]:
    """A row a group: persons, cases, and the ratio of each model (name, column)."""
    entries = {column: _model(results, name) for name, column in models}
    first = next((entry for entry in entries.values() if entry), None)
    for group, persons in (first or {}).get("group_n", {}).items():
        row = {**called(group), "n": persons, "cases": first["group_cases"][group]}  # type: ignore[index]
        for column, entry in entries.items():
            ratio = _ratio(entry, f"{prefix}={group}")
            row |= {f"{key}_{column}": value for key, value in ratio.items()}
        row["small"] = min(row["n"], row["cases"]) < SMALL_CELL
        yield row


def quarters(results: Results, protocol: Protocol) -> Iterator[Row]:
    """Table 2: quarters of each exposure."""
    for exposure, about in protocol.exposures.items():
        cuts = [results["quantiles"][exposure][key] for key in ("p25", "p50", "p75")]

        def called(group: str, exposure: str = exposure, cuts: list[Any] = cuts) -> Row:
            return {"exposure": exposure, "quarter": int(group), "range": _range(int(group), cuts)}

        models = [(f"{exposure}.{adjust}", adjust) for adjust in protocol.models.quarters]
        models += [(f"{exposure}.mutual", "mutual")] if protocol.models.mutual else []
        yield from _grouped(results, models, f"{about.prefix}q", called)


def _range(group: int, cuts: list[Any]) -> str:
    if None in cuts:
        return ""
    digits = 0 if cuts[0] >= 10 else 2
    limits = [f"{cut:.{digits}f}" for cut in cuts]
    if group == 1:
        return f"to {limits[0]}"
    return f"above {limits[2]}" if group == 4 else f"{limits[group - 2]} to {limits[group - 1]}"


def joint(results: Results, protocol: Protocol) -> Iterator[Row]:
    """Table 3: the sixteen groups of both exposures."""
    names = list(protocol.exposures)
    if len(names) < 2:
        return

    def called(group: str) -> Row:
        first, second = divmod(int(group) - 1, 4)
        return {f"{names[0]}_quarter": first + 1, f"{names[1]}_quarter": second + 1}

    models = [(f"joint.{adjust}", adjust) for adjust in protocol.models.joint]
    yield from _grouped(results, models, "jq", called)


def forest(results: Results, protocol: Protocol) -> Iterator[Row]:
    """The highest quarter against the lowest, in everyone and in each stratum."""
    last = protocol.models.quarters[-1]
    for exposure, about in protocol.exposures.items():
        term = f"{about.prefix}q=4"
        whole = _model(results, f"{exposure}.{last}")
        yield {"exposure": exposure, "group": "All", **_counted(whole), **_ratio(whole, term)}
        for stratum in protocol.strata:
            start = f"{exposure}.strat_{stratum.by}="
            for entry in results["models"]:
                if not (entry["id"].startswith(start) and entry["id"].endswith(f".{last}")):
                    continue
                level = entry["id"][len(start) :].split(".")[0]
                name = _stratum_name(protocol, stratum.by, level)
                yield {
                    "exposure": exposure,
                    "group": name,
                    **_counted(entry),
                    **_ratio(entry, term),
                }


def _counted(entry: dict[str, Any] | None) -> Row:
    marks = (entry or {}).get("marks", [])
    return {"n": (entry or {}).get("n"), "cases": (entry or {}).get("cases"), "small": bool(marks)}


def _stratum_name(protocol: Protocol, by: str, level: str) -> str:
    about = protocol.variables.get(by)
    if about is None:
        return f"{protocol.exposures[by[:-2]].label}, quarter {level}"
    levels = [f"{value:g}" for value in about.levels()]
    if about.names:
        return about.names[levels.index(level)]
    return f"{about.label}: {'yes' if level == '1' else 'no'}"


def sensitivity(results: Results, protocol: Protocol) -> Iterator[Row]:
    """Models 11: quarters 2 to 4 of each restricted or extended analysis."""
    last = protocol.models.quarters[-1]
    for exposure in protocol.exposures:
        for part in protocol.sensitivity:
            entry = _model(results, f"{exposure}.{part.id}.{last}")
            row: Row = {"exposure": exposure, "analysis": part.label, **_counted(entry)}
            for group in (2, 3, 4):
                ratio = _ratio(entry, f"q={group}")
                row |= {f"{key}_q{group}": value for key, value in ratio.items()}
            yield row


def trend(results: Results, protocol: Protocol) -> Iterator[Row]:
    """Extra: the ratio a quarter, and a unit of the quarters' medians."""
    for exposure, about in protocol.exposures.items():
        for name, column in (("ordinal", f"{about.prefix}q"), ("median", f"{about.prefix}med")):
            entry = _model(results, f"{exposure}.trend_{name}")
            if entry and entry["terms"]:
                yield {"exposure": exposure, "trend": name, **_ratio(entry, column)}


def _plain(curves: Curves) -> dict[str, list[Row]]:
    keys = ("x", "rr", "lo", "hi")
    return {
        name: [{key: point[key] for key in keys} for point in fine]
        for name, fine in curves.fine.items()
    }


def _bars(curves: Curves) -> Iterator[tuple[str, list[Row]]]:
    for name, (counts, edges) in curves.histograms.items():
        yield (
            name,
            [
                {"from": edges[place], "to": edges[place + 1], "persons": count}
                for place, count in enumerate(counts)
            ],
        )
