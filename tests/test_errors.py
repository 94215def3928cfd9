"""What a refusal quotes of a file never breaks its sentence."""

from __future__ import annotations

from stride.errors import DataError
from stride.printable import LONGEST, one_sentence


def test_a_quoted_line_break_leaves_one_line():
    assert DataError("Line 2: “8,5\n2020,many” is no number.").message == (
        "Line 2: “8,5 2020,many” is no number."
    )


def test_a_quoted_cell_of_any_length_leaves_its_beginning_and_end():
    message = DataError(f"a.csv: “{'x' * 5000}” is no number.").message
    assert message.startswith("a.csv: “xx") and message.endswith("xx” is no number.")
    assert LONGEST <= len(message) <= LONGEST + 3


def test_a_hint_is_as_bearable_and_keeps_its_lines():
    hint = DataError("a", f"Do this:\n  --source '{'y' * 5000}'").hint
    assert hint.startswith("Do this:\n") and len(hint) <= LONGEST + 3


def test_what_is_short_stays():
    assert one_sentence("y" * LONGEST) == "y" * LONGEST
