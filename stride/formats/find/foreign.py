"""Files that are no export: what they are by their first bytes or members, and what to do."""

from stride.errors import DataError

AS_CSV = "Export the data as CSV from the app."
SHEET = "Open it and save the sheet as CSV; better, import the original export."
#: First bytes of files that people have beside a table -> what they are, and what to do.
FIRST_BYTES = {
    b"%PDF": ("a PDF document", AS_CSV),
    b"\xd0\xcf\x11\xe0": ("an old Excel or Word document", SHEET),
    b"\x89PNG": ("a picture", AS_CSV),
    b"\xff\xd8\xff": ("a picture", AS_CSV),
    b"GIF8": ("a picture", AS_CSV),
    b"PAR1": ("a Parquet table", "Write it as CSV, then import that."),
    b"\x93NUMPY": ("a file of NumPy arrays", "Write it as CSV, then import that."),
    b"MATLAB 5.0 MAT-file": ("a MATLAB file (.mat)", "Save it as CSV with writetimetable."),
    b"Obj\x01": ("an Avro file", "Convert it to CSV with the vendor's script, then import that."),
    b"{\\rtf": ("a text document (RTF)", AS_CSV),
}
#: At byte 4 or 8 of the file.
LATER_BYTES = {
    (4, b"ftyp"): ("a picture or film", AS_CSV),
    (512, b"MDTC"): (
        "a binary recording of a Parmay Matrix sensor (.BIN), not of a GENEActiv",
        "Export it as raw CSV with the maker's program.",
    ),
}
#: What a zip is by a member whose name begins so.
MEMBERS = {
    "xl/": ("an Excel workbook (.xlsx), not a table of text", SHEET),
    "word/": ("a Word document, not a table of text", AS_CSV),
    "ppt/": ("a PowerPoint document, not a table of text", AS_CSV),
    "Index/": ("a document of Apple Numbers or Pages", "Export it there as CSV, then import that."),
    "META-INF/manifest.xml": ("a LibreOffice document, not a table of text", SHEET),
    "AndroidManifest.xml": ("an Android app, not its data", AS_CSV),
}


class UnknownFile(DataError):
    """A file that no format takes: in a folder it is skipped with a count."""


def foreign(raw: bytes) -> tuple[str, str] | None:
    """What a file is and what to do, None when its first bytes do not say."""
    start = raw[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page, perhaps of a login that had ended", "Download the export again."
    for (place, magic), what in LATER_BYTES.items():
        if raw[place : place + len(magic)] == magic:
            return what
    return next((what for magic, what in FIRST_BYTES.items() if raw.startswith(magic)), None)


def document(name: str, members: set[str]) -> DataError | None:
    """The refusal for a zip that is a document or a recording, None for one that holds files."""
    what = next((MEMBERS[key] for key in MEMBERS if any(m.startswith(key) for m in members)), None)
    if what is not None and _is_document(members):
        return UnknownFile(f"{name} is {what[0]}.", what[1])
    if members and all(member.endswith(".npy") for member in members):
        return UnknownFile(
            f"{name} is a file of NumPy arrays, not an export.",
            "Import the file that the app or the sensor's program wrote.",
        )
    return None


def _is_document(members: set[str]) -> bool:
    """Whether a zip has the table of contents that documents have."""
    marks = {"[Content_Types].xml", "mimetype", "AndroidManifest.xml"}
    return bool(members & marks) or any(member.endswith(".iwa") for member in members)
