"""A cohort: from many recordings to tables of days, and from these to the study's ratios.

Needs the extra ``study``. Nothing of it is loaded by the personal commands.
"""

from stride import threads as threads
