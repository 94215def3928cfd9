"""The page and the picture: nothing loaded, nothing run, readable without seeing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stride.report.drawings import drawings
from stride.report.page import page
from stride.report.pictures import inline_svg, install_command, pictures, png, shared
from stride.report.shapes import DARK, LIGHT, WIDTH, Rect, Text
from stride.report.shapes import Path as Line
from stride.summary.report import Report, summarise
from stride.summary.standing import Frame, standing
from tests.goals.diaries import at, length, minutes

pytest.importorskip("matplotlib", reason="pictures need the extra 'pictures'")

PEOPLE = {
    "month": "7x50 3x? 7x80 4x!10 7x101",
    "one day": "1x20",
    "no data": "1x40 20x?",
    "two years": "200x40 30x? 500x95",
    "five years": "1800x60",
}
VOID = {"meta", "br", "use"}


def report_of(name: str) -> Report:
    text = PEOPLE[name]
    history = minutes(text, grade="B", pains={2: 3, 9: 5} if name == "month" else {})
    last = at(length(text) - 1)
    start = last if name == "no data" else at(0)
    return summarise(history, standing(history, Frame(last, last)), start)


class Reader(HTMLParser):
    """Collects what the tests ask about, and that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_endtag(self, tag):
        assert tag in VOID or self.open.pop() == tag

    def values(self, name: str) -> list[str]:
        return [value for _, key, value in self.attributes if key == name]


@pytest.fixture(scope="module", params=PEOPLE)
def html(request) -> str:
    found = report_of(request.param)
    return page(found, pictures(found))


def test_it_is_well_formed(html: str) -> None:
    found = Reader(html)
    assert found.open == []
    assert html.startswith("<!doctype html>")
    assert found.tags.count("h1") == found.tags.count("main") == 1
    assert found.values("lang") == ["en"]


def test_it_loads_and_runs_nothing(html: str) -> None:
    found = Reader(html)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(found.tags)
    assert not [key for _, key, _ in found.attributes if key.startswith("on") or key == "src"]
    references = found.values("href") + found.values("xlink:href")
    references += re.findall(r"url\(([^)]*)\)", html)
    assert all(reference.startswith("#") for reference in references)
    assert "@import" not in html
    # Names of XML vocabularies look like addresses; nothing else may.
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", html))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "default-src 'none'" in html


def test_a_screen_reader_is_told_what_the_pictures_show(html: str) -> None:
    found = Reader(html)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    labels = found.values("aria-labelledby")
    assert len(labels) == found.tags.count("svg") >= 2
    assert all(name in ids for label in labels for name in label.split())
    assert found.values("role") == ["img"] * len(labels)
    assert found.tags.count("table") == found.tags.count("caption") == 2
    assert set(found.values("scope")) <= {"col", "row"}


def test_dark_and_light_know_every_colour(html: str) -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", html))
    assert used <= set(LIGHT) == set(DARK)
    assert "prefers-color-scheme: dark" in html
    drawn = html[html.index("<svg") : html.rindex("</svg>")]
    assert not re.search(r"#0[1-7]0[0-7]0[0-7]", drawn), "a stand-in was left in"


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, 1.4.3."""

    def light(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_contrast(colors: dict[str, str]) -> None:
    assert contrast(colors["ink"], colors["paper"]) >= 7
    assert contrast(colors["muted"], colors["paper"]) >= 4.5


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_every_mark_has_contrast(colors: dict[str, str], name: str) -> None:
    """Whatever says something: the grid lines and the frames of squares say nothing."""
    for drawing in drawings(report_of(name)):
        for shape in drawing.shapes:
            mark = shape.fill or shape.edge if isinstance(shape, Rect) else shape.color
            if mark != "grid":
                assert contrast(colors[mark], colors["paper"]) >= 3, shape


@pytest.mark.parametrize("name", PEOPLE)
def test_states_differ_without_colour(name: str) -> None:
    """Solid, striped, outlined, dashed: each look is of one state, so that grey is enough."""
    for drawing in drawings(report_of(name)):
        solid = {s.fill for s in drawing.shapes if isinstance(s, Rect) and s.fill and not s.hatched}
        assert solid <= {"met"}


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_is_drawn_beyond_the_sheet(name: str) -> None:
    for drawing in drawings(report_of(name)):
        for shape in drawing.shapes:
            if isinstance(shape, Rect):
                assert shape.x >= 0 and shape.x + shape.width <= WIDTH + 0.5, shape
                assert shape.y >= 0 and shape.y + shape.height <= drawing.height, shape
            elif isinstance(shape, Text):
                assert 0 < shape.y <= drawing.height, shape
            elif isinstance(shape, Line):
                assert all(0 <= x <= WIDTH and 0 <= y <= drawing.height for x, y in shape.points)


def test_bars_have_room_above_and_lines_are_labelled() -> None:
    drawing = drawings(report_of("month"))[0]
    bars = [s for s in drawing.shapes if isinstance(s, Rect)]
    assert min(bar.y for bar in bars) > 18
    texts = [s.text for s in drawing.shapes if isinstance(s, Text)]
    assert "100, the study's mark" in texts and any(t.startswith("goal ") for t in texts)
    assert "back pain, 0 to 10" in texts
    assert {"goal met", "no data"} <= set(texts)


def test_the_calendar_stands_below_the_bars_of_the_same_days() -> None:
    minutes_, calendar = drawings(report_of("month"))[:2]
    ticks = [
        [(t.text, round(t.x, 3)) for t in d.shapes if isinstance(t, Text) and t.text[:1].isdigit()]
        for d in (minutes_, calendar)
    ]
    labels = [{pair for pair in found if " " in pair[0]} for found in ticks]
    assert labels[1] and labels[1] <= labels[0]


def test_a_longer_report_has_a_band_for_each_year() -> None:
    calendar = drawings(report_of("five years"))[1]
    years = [s.text for s in calendar.shapes if isinstance(s, Text) and s.text.isdigit()]
    assert [y for y in years if len(y) == 4] == ["2026", "2027", "2028", "2029", "2030"]
    marks = [s for s in calendar.shapes if isinstance(s, Rect) and s.width < 12]
    assert len(marks) >= 1800


def test_todays_open_bar_and_a_rest_day_have_looks_of_their_own() -> None:
    history = minutes("8x40 1x10", rest=range(3, 4))
    days = (*history.days[:3], history.days[3]._replace(walking_s=300), *history.days[4:])
    history = history._replace(days=days)
    found = summarise(history, standing(history, Frame(at(8), at(8))), at(0))
    rects = [s for s in drawings(found)[0].shapes if isinstance(s, Rect)]
    assert [r for r in rects if r.dashed and not r.fill]
    assert [r for r in rects if not r.dashed and not r.fill and r.edge == "below"]


@pytest.mark.parametrize("name", ["month", "one day", "no data", "two years"])
def test_the_pictures_look_as_they_did(name: str) -> None:
    """After a wanted change, run with STRIDE_SNAPSHOTS=write and look at each in a browser."""
    folder = Path(__file__).parent / "snapshots" / "svg"
    for picture in pictures(report_of(name)):
        path = folder / f"{name.replace(' ', '-')}-{picture.id}.svg"
        if os.environ.get("STRIDE_SNAPSHOTS") == "write":
            folder.mkdir(exist_ok=True)
            path.write_text(picture.svg + "\n", "utf-8")
        assert picture.svg + "\n" == path.read_text("utf-8")


def test_the_same_report_gives_the_same_page() -> None:
    one, other = (page(report_of("month"), pictures(report_of("month"))) for _ in range(2))
    assert one == other


def test_names_of_sources_are_escaped() -> None:
    found = report_of("month")
    day = found.days[0]
    odd = found.quality._replace(sources={"<script>alert(1)</script>": 3})
    assert day.day is not None
    html = page(found._replace(quality=odd), [])
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_ids_of_two_figures_do_not_meet() -> None:
    text = '<?xml?><svg width="9pt" height="9pt"><path id="a"/><use xlink:href="#a"/></svg>'
    assert inline_svg(text, "x").count("x-a") == 2
    assert "width=" not in inline_svg(text, "x")


def test_the_diary_stands_on_the_page_and_not_on_the_picture_to_share() -> None:
    found = report_of("month")
    assert "Dots: the back-pain diary" in page(found, pictures(found))
    assert png(found) == png(found._replace(pains=()))


@pytest.mark.parametrize("name", PEOPLE)
def test_the_picture_is_a_png(name: str) -> None:
    data = png(report_of(name))
    assert data.startswith(b"\x89PNG\r\n") and 10_000 < len(data) < 500_000


@pytest.mark.parametrize("name", PEOPLE)
def test_the_words_on_the_picture_are_not_cut_off(name: str) -> None:
    figure = shared(report_of(name))
    figure.canvas.draw()
    whole, texts = figure.bbox, figure.axes[0].texts
    assert texts
    for text in texts:
        box = text.get_window_extent()
        assert whole.x0 <= box.x0 and box.x1 <= whole.x1, text.get_text()
        assert whole.y0 <= box.y0 and box.y1 <= whole.y1, text.get_text()


def test_a_page_needs_no_matplotlib_and_a_png_says_how_to_get_it(
    own_home, monkeypatch, capsys, tmp_path
) -> None:
    from stride.cli.app import run

    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    assert run(["walk", "20"]) == 0
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    capsys.readouterr()
    assert run(["report", "--html", str(tmp_path / "r.html")]) == 0
    assert run(["report", "--png", str(tmp_path / "r.png")]) == 2
    assert f"{sys.executable} -m pip install matplotlib" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_the_hint_is_made_from_where_stride_runs(tmp_path) -> None:
    venv, pipx = tmp_path / "venv", tmp_path / "stride-walk"
    for folder in (venv, pipx):
        folder.mkdir()
    (pipx / "pipx_metadata.json").write_text("{}")
    python = "/usr/bin/python3"
    assert install_command("x", str(venv), python) == "/usr/bin/python3 -m pip install x"
    assert install_command("x", str(pipx), python) == "pipx inject stride-walk x"


def test_files_are_written_whole_or_not_at_all(own_home, monkeypatch, capsys, tmp_path) -> None:
    from stride.cli.app import run

    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    run(["walk", "20"])
    page_file, picture = tmp_path / "r.html", tmp_path / "r.png"
    assert run(["report", "--html", str(page_file), "--png", str(picture)]) == 0
    assert page_file.read_text("utf-8").endswith("</html>\n")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r.png"]
    capsys.readouterr()
    assert run(["report", "--html", str(tmp_path / "missing" / "r.html")]) == 74
    assert "cannot be written" in capsys.readouterr().err


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


@pytest.mark.skipif(not CHROMIUM, reason="no chromium here: the page is not looked at in a browser")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_real_browser_shows_it_without_a_word_on_the_console(tmp_path: Path, dark: bool) -> None:
    found = report_of("month")
    (tmp_path / "r.html").write_text(page(found, pictures(found)), "utf-8")
    shot = tmp_path / "shot.png"
    result = subprocess.run(
        [
            str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--enable-logging=stderr", "--hide-scrollbars",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            f"--user-data-dir={tmp_path / 'profile'}", "--window-size=500,1600",
            f"--screenshot={shot}", (tmp_path / "r.html").as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert shot.exists(), result.stderr[-2000:]
    assert "CONSOLE" not in result.stderr
    matplotlib_image = pytest.importorskip("matplotlib.image")
    pixels = matplotlib_image.imread(shot)[..., :3]
    paper = DARK["paper"] if dark else LIGHT["paper"]
    expected = [int(paper[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    assert abs(pixels[2, 2] - expected).max() < 0.02
    assert pixels.std() > 0.05, "something is drawn"


def test_two_spans_on_one_page_keep_their_ids_apart() -> None:
    from stride.cli.pictures import page_of

    text = page_of(report_of("month"), report_of("one day")).decode()
    found = Reader(text)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert all(name in ids for label in found.values("aria-labelledby") for name in label.split())
    assert all(name[5:-1] in ids for name in re.findall(r"url\(#[^)]*\)", text))
    assert "Side by side" in text and found.tags.count("svg") == 4
