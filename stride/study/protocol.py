"""Turns the TOML file of a protocol into typed parts, every mistake named by its place."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from stride.errors import DataError, UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Days:
    """Which days count. delivered_min: minutes worn of a whole day. above_zero: columns."""

    delivered_min: float
    above_zero: list[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A person's mean over days of a weighted sum of columns of DAYS, divided by another one."""

    weights: dict[str, float]
    over: str
    per: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A number or a category made of columns of PEOPLE.

    column: where it stands, its own name where empty. categories: values allowed, the first is
    the reference. groups: values put together; codes: what they are then called, 0, 1 ... where
    empty. when: a condition, 1 or 0; missing: a condition for a blank. fill: a value for the
    blanks for which fill_when holds. years_from, years_to: two columns of dates.
    """

    label: str = ""
    column: str = ""
    categories: list[float] = field(default_factory=list)
    groups: list[list[float]] = field(default_factory=list)
    codes: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    when: str = ""
    missing: str = ""
    fill: float | None = None
    fill_when: str = ""
    years_from: str = ""
    years_to: str = ""

    def levels(self) -> list[float]:
        """The values of a category, the reference first; none for a number."""
        if self.when:
            return [0.0, 1.0]
        if self.groups:
            return [float(code) for code in self.codes or range(len(self.groups))]
        return [float(value) for value in self.categories]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A step of the flow: whoever meets ``when`` leaves."""

    step: str
    when: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The variable that is 1 for a case, and the severe form of it."""

    variable: str
    severe: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is cut into quarters. points: of the curve in JSON. drawn_step: between those drawn."""

    label: str
    unit: str
    prefix: str
    points: list[float]
    drawn_step: float
    round: int = 10


@dataclass(frozen=True, slots=True)
class Bands:
    """Groups by fixed limits of a measure rounded half up, beside the quarters."""

    exposure: str
    adjust: str
    limits: list[float]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Models:
    """Which of the fixed kinds of model are fitted, and with which adjustment."""

    quarters: list[str]
    mutual: str = ""
    trend: str = ""
    joint: list[str] = field(default_factory=list)
    spline: str = ""
    spline_percentiles: list[int] = field(default_factory=lambda: [10, 50, 90])
    e_values: str = ""
    bands: Bands | None = None


@dataclass(frozen=True, slots=True)
class Stratum:
    """The models within each level of a variable. drop: covariates that leave."""

    by: str
    exposures: list[str]
    adjust: list[str]
    drop: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Interaction:
    """A likelihood-ratio test. replaces: a covariate whose place the modifier takes."""

    modifier: str
    replaces: str = ""
    extra: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The same models in a restricted sample, with more covariates, or for another outcome."""

    id: str
    label: str
    keep: str = ""
    add: list[str] = field(default_factory=list)
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Means and counts by group. everyone: of all participants, not of those analysed alone."""

    id: str
    title: str
    by: str
    mean: list[str]
    count: list[str]
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """The whole of it; text is the file itself."""

    id: str
    title: str
    source: str
    person: str
    days: Days
    measures: dict[str, Measure]
    variables: dict[str, Variable]
    exclude: list[Exclusion]
    outcome: Outcome
    exposures: dict[str, Exposure]
    adjust: dict[str, list[str]]
    models: Models
    strata: list[Stratum]
    interactions: list[Interaction]
    sensitivity: list[Sensitivity]
    tables: list[Table]
    text: str = ""

    def label(self, variable: str) -> str:
        """What a variable is called in a table."""
        variable_ = self.variables.get(variable)
        return variable_.label if variable_ and variable_.label else variable


def shipped() -> list[str]:
    """The names of the protocols that come with stride."""
    folder = files("stride.study") / "protocols"
    return sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml"))


def protocol_text(name: str) -> str:
    """The TOML of a protocol. name: one of shipped(), or the path of a file.

    Raises UsageError where there is neither.
    """
    if name in shipped():
        return (files("stride.study") / "protocols" / f"{name}.toml").read_text("utf-8")
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"There is no protocol {name!r}.",
            f"Shipped: {', '.join(shipped())}. Or give the path of your own TOML file; "
            f"'stride study protocol {shipped()[0]}' prints one to start from.",
        ) from error


def load_protocol(name: str) -> Protocol:
    """The protocol, checked.

    name: as for protocol_text(). Raises DataError with the place where something is wrong.
    """
    text = protocol_text(name)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"The protocol {name} is no TOML: {error}.", "Mend that line.") from error
    made = _part(Protocol, raw, name, {"text": text, **_sections(raw, name)})
    _check(made, name)
    return made


def _sections(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """Every section with a type of its own."""
    single = {"days": Days, "outcome": Outcome}
    named = {"measures": Measure, "variables": Variable, "exposures": Exposure}
    listed = {
        "exclude": Exclusion, "strata": Stratum, "interactions": Interaction,
        "sensitivity": Sensitivity, "tables": Table,
    }  # fmt: skip
    out: dict[str, Any] = {}
    for key, kind in single.items():
        out[key] = _part(kind, raw.get(key, {}), f"{name}: [{key}]")
    for key, kind in named.items():
        out[key] = {
            own: _part(kind, part, f"{name}: [{key}] {own}")
            for own, part in raw.get(key, {}).items()
        }
    for key, kind in listed.items():
        out[key] = [
            _part(kind, part, f"{name}: [[{key}]] {place}")
            for place, part in enumerate(raw.get(key, []), 1)
        ]
    models = raw.get("models", {})
    bands = models.get("bands")
    where = f"{name}: [models]"
    given = {"bands": _part(Bands, bands, f"{where} bands")} if bands else {}
    out["models"] = _part(Models, models, where, given)
    return out


def _part(kind: type[T], raw: Any, where: str, made: dict[str, Any] | None = None) -> T:
    """A dataclass from a table of TOML. Raises DataError for a missing or unknown key."""
    if not isinstance(raw, dict):
        raise DataError(f"The protocol {where} should be a table.", "Write it as KEY = VALUE.")
    parts = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
    given = {**raw, **(made or {})}
    unknown = sorted(given.keys() - parts.keys())
    if unknown:
        raise DataError(
            f"The protocol {where} has {unknown[0]!r}, which means nothing there.",
            f"What can stand there: {', '.join(parts)}.",
        )
    for key, part in parts.items():
        needed = part.default is MISSING and part.default_factory is MISSING
        if needed and key not in given:
            raise DataError(f"The protocol {where} lacks {key!r}.", "Add it.")
        _check_type(where, key, str(part.type), given.get(key))
    return kind(**given)


#: What an annotation begins with -> what TOML gives for it.
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,), "float": (int, float), "int": (int,), "bool": (bool,),
    "list": (list,), "dict": (dict,),
}  # fmt: skip


def _check_type(where: str, key: str, annotation: str, value: Any) -> None:
    wanted = next((kinds for start, kinds in TYPES.items() if annotation.startswith(start)), None)
    if value is None or wanted is None or isinstance(value, wanted):
        return
    name = {"str": "text", "list": "a list", "dict": "a table"}.get(annotation[:4].strip("["), "")
    raise DataError(
        f"The protocol {where}: {key} is {value!r}, which does not fit.",
        f"It should be {name or 'a number' if wanted != (bool,) else 'true or false'}.",
    )


def _check(made: Protocol, name: str) -> None:
    """Every adjustment and exposure that is named is defined."""
    models = made.models
    used = [*models.quarters, *models.joint, models.mutual, models.trend, models.spline]
    used += [models.e_values, *(each for stratum in made.strata for each in stratum.adjust)]
    used += [models.bands.adjust] if models.bands else []
    for adjust in filter(None, used):
        if adjust not in made.adjust:
            raise DataError(
                f"The protocol {name} asks for the adjustment {adjust!r}, which [adjust] lacks.",
                f"Defined there: {', '.join(made.adjust)}.",
            )
    covariates = [each for part in made.adjust.values() for each in part]
    covariates += [each for part in made.sensitivity for each in part.add]
    covariates += [made.outcome.variable, *filter(None, [made.outcome.severe])]
    for variable in covariates:
        if variable not in made.variables:
            raise DataError(
                f"The protocol {name} uses {variable!r}, which [variables] lacks.",
                "Define it there.",
            )
    wanted = [each for stratum in made.strata for each in stratum.exposures]
    wanted += [models.bands.exposure] if models.bands else []
    for exposure in (*wanted, *made.exposures):
        if exposure not in made.exposures or exposure not in made.measures:
            raise DataError(
                f"The protocol {name} uses the exposure {exposure!r}, which is not defined.",
                "Define it under [measures] and [exposures].",
            )
