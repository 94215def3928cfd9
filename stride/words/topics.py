"""What 'stride help' says of the grades, the goal, the study, safety, privacy, dates and exits."""

from __future__ import annotations

TOPICS = {
    "grades": """\
How sure a day's minutes are: half the width of their 90 % interval, beside
the minutes or 30, whichever is more.
  A  to within 5 %      B  to within 12 %      C  to within 25 %      D  wider
The best is a sensor on the thigh. Where the sensor was worn is only assumed,
the best is B, and D where it may be a phone; by hand, D. An estimate from
totals is marked with ~. No wear is "no data", never zero.
""",
    "goal": """\
The goal grows from 30 to 100 minutes a day: 30, 36, 45, 55, 65, 78, 90, 100.
It starts at the highest of these not above your usual week, rises when five
of the last seven days met it, waits otherwise, and steps back when it was too
much. 'stride goal' says where you are and why; docs/goals.md has the whole of
it.
""",
    "study": """\
11,194 adults in Norway without chronic low back pain wore sensors on thigh
and back for up to a week. Four years later, those who had walked 101 to 124
minutes a day had 0.77 times the risk of chronic low back pain of those below
78 (95 % interval 0.68 to 0.87). That is an association, seen, not proven; it
levels off near 100 minutes; it is about prevention, not treatment. Haddadj et
al., JAMA Network Open 2025;8(6):e2515592.
""",
    "safety": """\
stride is not a medical device and gives no diagnosis. With back pain or
trouble moving, and with heart or lung disease, after surgery or falls, or
when pregnant, see a doctor before building up. 'stride pain' lists the signs
that need a doctor at once.
""",
    "privacy": """\
Everything stays in one SQLite file on this computer ('stride doctor' says
where). stride never opens a network connection; a test holds it to that.
'stride export' and 'stride backup' carry your data away, and deleting the
file deletes it all.
""",
    "dates": """\
A date is YYYY-MM-DD, today, yesterday, a weekday (the latest one), or -3 for
three days ago. A range is FIRST..LAST. A time of day is HH:MM.
""",
    "exit": """\
Exit codes: 0 done; 1 the answer is no (--check, doctor); 2 the command line
was wrong; 65 bad or unknown data; 69 nothing imported yet; 74 disk or file
system; 75 the database is busy, try again; 130 interrupted.
""",
}
