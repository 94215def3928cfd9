"""What every page of stride is made of: one file, no script, no request, dark and light."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from stride.report.pictures import Picture
from stride.report.shapes import DARK, LIGHT

#: A page of its own that may load nothing, from nowhere, and runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, style: str, body: Iterable[str]) -> str:
    """The whole file.

    style: CSS, in which LIGHT and DARK stand for the colours. body: elements.
    """
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="generator" content="stride">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_themed(style)}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _themed(style: str) -> str:
    light, dark = (
        "; ".join(f"--{name}: {color}" for name, color in colors.items())
        for colors in (LIGHT, DARK)
    )
    return style.replace("LIGHT", light).replace("DARK", dark)


def figure(picture: Picture, caption: str) -> str:
    """A picture with what a screen reader is told instead, and its caption, an HTML text."""
    inside = (
        f'<title id="{picture.id}-title">{escape(picture.title)}</title>'
        f'<desc id="{picture.id}-desc">{escape(picture.description)}</desc>'
    )
    head, rest = picture.svg.split(">", 1)
    return f"<figure>{head}>{inside}{rest}\n<figcaption>{caption}</figcaption></figure>"
