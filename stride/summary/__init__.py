"""Days and goals to numbers: where a person stands, the weeks of a report, the course of a day."""
