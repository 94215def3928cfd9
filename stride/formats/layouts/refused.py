"""Layouts that are known and hold nothing stride can use: each says what to import instead.

Of Huawei's export only the names of its parts are known here, from memory: the tracks of exercises
and the sums of the day, whose units are not. Axivity's auxiliary rows are written from the options
of cwa-convert: one row for each block of samples, without a header.
"""

from stride.errors import EmptyData
from stride.formats.column_words import plain
from stride.formats.guess.steps import places_of
from stride.formats.layout import Head, Refusal, Sign, first_line, has, holds, sign
from stride.formats.layouts.axivity.shared import auxiliary_only
from stride.formats.track.fit import is_fit

OMGUI = ("mean svm", "wear time", "sedentary (mins)", "svm (g)", "paee")
OMGUI_FILES = ("svm.csv", "wtv.csv", "paee.csv", "sleep.csv", "cut.csv")


@sign("a time and columns of an OMGUI summary, or its ending")
def omgui_summary(head: Head) -> bool:
    """Whether the header or the name is of a summary."""
    joined = " ".join(head.keys)
    summary = joined.startswith("time") and any(name in joined for name in OMGUI)
    return summary or head.basename.lower().endswith(tuple(f".{end}" for end in OMGUI_FILES))


#: What the stream of an activity has a column of; three of these and no steps make one.
STREAM = (
    {"lat", "latitude", "position lat", "breitengrad"},
    {"lon", "lng", "long", "longitude", "position long", "längengrad"},
    {"altitude", "elevation", "ele", "enhanced altitude", "höhe"},
    {"heartrate", "heart rate", "hr", "bpm", "puls"},
    {"velocity smooth", "speed", "pace", "velocity"},
    {"cadence", "watts", "power", "grade smooth"},
)


@sign("columns of positions, heart rates or speeds, and no steps")
def activity_stream(head: Head) -> bool:
    """Whether several measures of one activity stand there, and no steps."""
    names = {plain(name) for name in head.columns}
    return sum(bool(names & words) for words in STREAM) >= 3 and places_of(head) is None


FORMATS = (
    Refusal(
        id="activity-stream",
        title="Positions and heart rates of one activity (refused)",
        header="time,lat,lng,altitude,heartrate",
        likely=activity_stream,
        why="holds the positions and heart rates of one activity, and no steps.",
        instead="Import the list of activities of the same app, or its file as FIT, GPX or TCX.",
    ),
    Refusal(
        id="actiware",
        title="Actiware (counts, refused)",
        header='"Actiware Export File (version 05.00)"',
        sure=first_line(".*(Actiware|Actiwatch)", "Actiware in line 1"),
        why="is an Actiware export: activity counts of a sleep watch, without steps.",
        instead="Steps and walking cannot be worked out from counts.",
    ),
    Refusal(
        id="axivity-auxiliary",
        title="Axivity auxiliary rows of -nodata (refused)",
        header="2019-12-23 21:04:06.690,512,305,4.1",
        positional=True,
        likely=Sign(auxiliary_only, "a time and numbers without a header, a row for each block"),
        why="holds Axivity's auxiliary rows only (light, temperature, battery): it was "
        "converted with -nodata, which leaves the accelerations out.",
        instead="Convert the .cwa file again without -nodata, or use Export Raw CSV in OMGUI.",
    ),
    Refusal(
        id="fitbit-active-zone",
        title="Fitbit Active Zone Minutes (not walking, refused)",
        header="date_time,heart_zone_id,total_minutes",
        sure=has("heart_zone_id", "total_minutes") | has("date_time", "heart_zone_id"),
        why="holds Active Zone Minutes, which count heart rate and are not walking.",
        instead="Import the files steps_*.csv of the same export.",
    ),
    Refusal(
        id="fit-other",
        title="FIT: settings, courses, plans (nothing to import)",
        header="a .fit file",
        likely=Sign(lambda head: is_fit(head.raw), "a FIT file"),  # others are surer of theirs
        kind="binary",
        error=EmptyData,
        why="holds settings, a course or a plan, and nothing that was walked.",
        instead="There is nothing to import.",
    ),
    Refusal(
        id="fitbit-live-pace",
        title="Google Health in Takeout: Live Pace (in Steps already, refused)",
        header="timestamp,steps,distance millimeters,altitude gain millimeters,data source",
        sure=has("timestamp", "steps", "distance millimeters"),
        why="holds the pace of recorded walks; their steps stand in the folder Steps too.",
        instead="Import the folder Steps of the same export.",
    ),
    Refusal(
        id="huawei-health",
        title="Huawei Health: data export as JSON (refused)",
        header='[{"motionPathData":[…],"sportType":5}]',
        sure=holds(
            '"(motionPathData|sportDataUserData|sportBasicInfos)"|HW_EXT_TRACK',
            "a name of Huawei Health, such as motionPathData",
        ),
        kind="json",
        why="is of Huawei Health's data export, whose JSON stride cannot read.",
        instead="Let Health Sync or Health Connect copy the steps, and import their export.",
    ),
    Refusal(
        id="mi-fitness-single",
        title="Mi Fitness: single measurements (refused)",
        header="Uid,Sid,Key,Time,Value,UpdateTime",
        sure=has("Uid", "Sid", "Key", "Time", "Value") & ~has("Tag"),
        why="holds single measurements of each device, which repeat each other.",
        instead="Import hlth_center_aggregated_fitness_data.csv of the same export.",
    ),
    Refusal(
        id="nhanes",
        title="NHANES minutes (several people, refused)",
        header="SEQN,PAXSTAT,PAXCAL,PAXDAY,PAXN,PAXHOUR,PAXMINUT,PAXINTEN,PAXSTEP",
        sure=Sign(
            lambda head: "seqn" in head.keys and any(key.startswith("pax") for key in head.keys),
            "columns SEQN and PAX…",
        ),
        why="holds NHANES minutes: several people (SEQN), and days of the week without "
        "their dates.",
        instead="stride keeps the days of one person; 'stride study' reads a cohort's recordings.",
    ),
    Refusal(
        id="omgui-summary",
        title="OMGUI summaries: SVM, WTV (refused)",
        header="Time, Mean SVM (g), Range X (g)",
        sure=omgui_summary,
        why="is a summary of OMGUI (SVM, wear time or the like), not the recording.",
        instead="In OMGUI choose Export Raw CSV.",
    ),
    Refusal(
        id="uk-biobank",
        title="UK Biobank timeSeries (means, refused)",
        header="acceleration (mg) - 2014-12-08 10:00:00 - 2014-12-15 09:59:55 - "
        "sampleRate = 5 seconds",
        sure=first_line(
            r"acceleration \(mg\) - \d{4}-\d\d-\d\d .* sampleRate = ",
            "a header of acceleration (mg), span and sampleRate",
        ),
        why="holds processed acceleration: one mean (ENMO, mg) every few seconds. Steps "
        "and walking cannot be worked out from it.",
        instead="Import the raw recording (.cwa turned into CSV) instead.",
    ),
    Refusal(
        id="wisdm-raw",
        title="WISDM raw text (many people, refused)",
        header="33,Jogging,49105962326000,-0.6946377,12.680544,0.50395286;",
        sure=first_line(
            r"\d+,[A-Za-z]+,\d+(,-?[\d.]*(E-?\d+)?){3},?;",
            "lines of person,activity,time,x,y,z;",
        ),
        positional=True,
        why="is the raw WISDM set: recordings of many people without dates.",
        instead="Cut out one person's recording as “time,x,y,z” and import it with --start.",
    ),
)
