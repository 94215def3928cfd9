"""Google Fit in Takeout, one row a day: steps and the walking time that Google measured.

Walking minutes are Walking duration, never Move Minutes.
"""

from stride.formats.layout import Day, Days, Head, Number, has, sign

WALKING = "Walking duration (ms)"
#: Columns that Google Fit writes beside Date and Step count, in any order.
COMPANY = {"move minutes count", "calories (kcal)", "heart points", WALKING.lower()}


@sign("columns only Google Fit has, such as Move Minutes count")
def company(head: Head) -> bool:
    """Whether one of them stands beside the steps, or several without."""
    beside = COMPANY & set(head.keys)
    return bool(beside) and (head.has("Step count") or head.has(WALKING) or len(beside) > 1)


FORMAT = Days(
    id="google-fit-daily",
    title="Google Fit in Takeout: Daily activity metrics",
    header="Date,Move Minutes count,Calories (kcal),Distance (m),Step count,Walking duration (ms)",
    device="Google Fit",
    sure=has("Date") & company,
    day=Day("Date"),
    steps=Number("Step count"),
    walking=Number(WALKING, per_unit=1000),
    family="google-fit",
    rank=1,
)
