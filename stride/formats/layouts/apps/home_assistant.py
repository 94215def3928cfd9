"""Home Assistant, history of sensors of steps: totals that run on from midnight."""

import re

from stride.formats.layout import Count, Local, MostSteps, Spans, has

FORMAT = Spans(
    id="home-assistant",
    title="Home Assistant: history of a sensor of steps",
    header="entity_id,state,last_changed",
    device="Home Assistant",
    sure=has("entity_id", "state", "last_changed"),
    only={
        "entity_id": re.compile(r"step|schritt|pasos|passi|skritt|skridt", re.IGNORECASE).search,
        "state": re.compile(r"^\d+([.,]\d+)?$").match,  # others are unknown, unavailable
    },
    start=Local("last_changed"),
    steps=Count("state"),
    since_midnight=True,
    rivals=MostSteps("entity_id"),
)
