"""Everything stride can refuse, as one small tree of errors with a hint and an exit code.

Lower layers raise; only ``stride.cli.app`` catches. The message says what and where, the hint
says what to do next. The exit codes are those of docs/commands.md.
"""

import os

from stride.printable import bearable, one_sentence

EXIT_OK = 0
EXIT_NO = 1
EXIT_USAGE = 2
EXIT_DATA = 65
EXIT_NOTHING_YET = 69
EXIT_FAULT = 70
EXIT_DISK = 74
EXIT_BUSY = 75
EXIT_INTERRUPTED = 130


class StrideError(Exception):
    """A sentence for the person: ``message`` says what and where, ``hint`` what to do."""

    exit_code = EXIT_FAULT

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = one_sentence(message)
        super().__init__(self.message)
        self.hint = bearable(hint)


class UsageError(StrideError):
    """An option or argument that cannot be used as given."""

    exit_code = EXIT_USAGE


class DataError(StrideError):
    """A file whose content cannot be used: unknown, damaged, ambiguous or implausible."""

    exit_code = EXIT_DATA


class Backwards(DataError):
    """A recording whose clock runs backwards."""


class EmptyData(DataError):
    """A sound export with nothing in it to import; reported, but not a failure (exit 0)."""

    exit_code = EXIT_OK


class NothingYet(StrideError):
    """A reading command before anything was imported."""

    exit_code = EXIT_NOTHING_YET


class DiskError(StrideError):
    """The file system said no: full, read-only, no permission."""

    exit_code = EXIT_DISK


class BusyError(StrideError):
    """Another stride holds the database; trying again will help."""

    exit_code = EXIT_BUSY


class FaultError(StrideError):
    """A fault of stride's own, to be reported."""

    exit_code = EXIT_FAULT


def of_system(error: OSError, hint: str) -> DiskError:
    """What the operating system complained of, with the file where it names one."""
    where = f"{error.filename}: " if error.filename else ""
    return DiskError(f"{where}{error.strerror or error}.", hint)


def of_fault(error: Exception) -> DataError:
    """A fault of stride's own that a file has met. Raises it as it is where STRIDE_DEBUG is set."""
    if os.environ.get("STRIDE_DEBUG"):
        raise error
    return DataError(
        f"Something in it was not expected ({type(error).__name__}: {error}); nothing of it was "
        "stored.",
        "Run it again with STRIDE_DEBUG=1 to see where, and please report it.",
    )
