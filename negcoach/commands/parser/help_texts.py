"""The texts of ``--help``: what each command is for, and examples to copy."""

from __future__ import annotations

from negcoach.extras import install_text
from negcoach.transfer.app_names import APPS_LINES

PROGRAM = """\
A tempo coach for eccentric (negative) strength training: choose an exercise, follow the count
by eye and by ear, and record every rep. Without a command it opens the app; with --plain, and
where TERM is dumb, it is led in lines of text, for a screen reader."""

PROGRAM_EXAMPLES = """\
examples:
  negcoach                                      choose an exercise and begin
  negcoach demo                                 watch a set that runs by itself
  negcoach coach bench-press                    straight to the coach, with the set that is advised
  negcoach mirror                               the coach's screen again, in a second terminal
  negcoach remote                               the spotter's phone as a clicker
  negcoach exercises                            what there is to train
  negcoach exercises show bench-press           what the lifter and the spotter do
  negcoach history --limit 5                    the last five sessions
  negcoach render negative-dip -o dip.wav       one set's sound for a phone
  negcoach export --format csv -o reps.csv      every rep, for a spreadsheet
  negcoach report -o report.html                the last weeks, for a coach or a physiotherapist
  negcoach doctor --sound                       is everything in order? play the test sound

negcoach COMMAND --help says more about each."""

ADVISED = """\
What you leave out is as the app advises: by what you did last time, how long ago, and how sore
you are. A load above the advice keeps to the exercise's own sets and reps."""

DEFAULTS = """\
What you leave out comes from the exercise, as "negcoach exercises show EXERCISE" tells,
and the lead-in from your settings; not from last time."""

PRESCRIPTION = (
    (
        "--load",
        "LOAD",
        "100kg, 220lb, or a number in your unit, or that of your equipment; for a bodyweight exercise what is added, "
        "or -20kg for help; 85%% ecc: of the tested eccentric 1RM at this tempo",
    ),
    ("--sets", "N", "how many sets, 1 to 20"),
    ("--reps", "N|fatigue", "reps a set (a side for one-sided exercises), 1 to 100; or to fatigue"),
    ("--tempo", "TEMPO", "lower, hold, lift, hold: 5-1-A-1, 50X0, 4/0/2. A: assisted, X: as fast as possible"),
    ("--rest", "SECONDS", "between two sets: 90, or 1:30"),
    ("--lead-in", "SECONDS", "before the first rep of the first set; later sets: no longer than your setting"),
    (
        "--set-type",
        "TYPE",
        "how the sets are done: straight; cluster 2, 25 s (a rest inside after each 2 reps); drop 10 (the last set "
        "with no rest, 10 percent less); accentuated 70 (hooks come off at the bottom, 70 percent of the 1RM is lifted "
        "alone); or forced 2 (the spotter helps the last 2 reps up)",
    ),
    ("--lift", "wait|SECONDS", "how long a lift takes; wait: until a key press says it is done"),
    ("--spotters", "N", "how many people are there to spot, 0 to 4"),
)
"""The options of a prescription: name, placeholder of the value, and help."""

_COACH = """\
Go straight to the coach screen. It opens ready: the lead-in begins with the next-thing key
(Space, Enter, or a clicker). It asks what the app asks before any set: how sore the muscles
are, and for overload your health, the load and the spotters. Name the exercise as
"negcoach exercises" lists it, or by a part of its name that fits only one. With --plan the
exercises of a plan follow one another; what it does not fix is advised. With --test the coach
leads the test of the exercise's eccentric 1RM, in heavier singles up to a result, or of the
longest lowering of the body alone, up to 20 seconds. With --plain, and where TERM is dumb, all of
it is said in lines of text: h says the keys."""

_COACH_EXAMPLES = """\
examples:
  negcoach coach bench-press
  negcoach coach bench-press --load 105kg --spotters 1
  negcoach coach negative-push-up --sets 2 --reps 6
  negcoach coach nordic-curl --tempo 8-0-A-1 --reps fatigue
  negcoach coach leg press --load 420lb --rest 3:00 --lift wait
  negcoach coach bench-press --test
  negcoach coach bench-press --plain
  negcoach coach --plan "Push day\""""

_DEMO = """\
See it work, alone and hands off: a set that runs by itself, with what the lifter and the spotter
do beside it, and five weeks of sample history to look around in. f fast-forwards the set or the
rest. All of it is in a folder of its own that goes away at the end; your own history is not
opened."""

_DEMO_EXAMPLES = """\
examples:
  negcoach demo
  negcoach demo --engine silent"""

_MIRROR = """\
Show what negcoach shows, in a second terminal of the same machine: the spotter's side, a TV, or a
tablet over ssh. It follows sets and rests frame by frame, at its own size, and waits where negcoach
does not run. Keys act at the laptop; here q closes the mirror alone. Nothing that happens to it
reaches the set. If negcoach ends while somebody has the load, it keeps calling for help."""

_MIRROR_EXAMPLES = """\
examples:
  negcoach mirror
  ssh -t laptop negcoach mirror
  negcoach mirror --data-dir ~/negcoach-anna"""

_REMOTE = f"""\
Open negcoach with the spotter's phone as a clicker: a page with one big button, for a phone on the
same Wi-Fi. It shows a QR code and a code to type, and then what the button means now: begin, bottom
reached, lift done. When it was pressed is measured on the phone, so that the time on the way is not
counted in a lowering. It is off until it is switched on, by this command or by Phone in the palette
(Ctrl+P), and stays on until you leave negcoach. The keyboard works beside it.

The page is served to the local network only, and nobody can press without the code. But what it
sends is not encrypted: anybody on that network who records it could press in the phone's place.
Switch it on only on a network where you trust everyone. To have what it
needs: {install_text("remote")}"""

_REMOTE_EXAMPLES = """\
examples:
  negcoach remote
  negcoach remote --address 192.168.1.20"""

_EXERCISES = """\
List the exercises, those that come with negcoach and your own, with what each prescribes."""

_EXERCISES_EXAMPLES = """\
examples:
  negcoach exercises
  negcoach exercises --json
  negcoach exercises show bench-press"""

_SHOW = """\
Show one exercise: what the lifter and the spotter do, its default prescription and its safety."""

_SHOW_EXAMPLES = """\
examples:
  negcoach exercises show bench-press
  negcoach exercises show heel drop --json"""

_PLANS = """\
List your plans: the exercises of a session in their order, and what is fixed of each. The rest
is as advised. They are in plans.toml, beside the settings. send writes one as text for a
message or a mail, and add saves the plan of such a text, from a file or as you paste it."""

_PLANS_EXAMPLES = """\
examples:
  negcoach plans
  negcoach plans --json
  negcoach plans send "Push day"
  negcoach plans add plan.txt
  negcoach coach --plan "Push day\""""

_PROGRAMME = """\
Programmes of several weeks: list them, show the weeks of one, start, pause, resume or stop it, and
see where you are (status). A week advances when its sessions are done, not by date. Your own are
in programmes.toml, beside the settings."""

_PROGRAMME_EXAMPLES = """\
examples:
  negcoach programme
  negcoach programme show bench-overload-8
  negcoach programme start first-pull-up
  negcoach programme status --json"""

_HISTORY = """\
List the sessions, newest first, with their sets, reps, load and time under tension. As JSON with
every rep's prescribed and measured lowering time. show lists each set and rep of one, delete moves
it to the bin, and undo takes back the last edit, whichever it was; redo makes it again. Correct
single values in the app: Ctrl+R, Enter, then e."""

_HISTORY_EXAMPLES = """\
examples:
  negcoach history
  negcoach history --limit 5
  negcoach history show
  negcoach history delete 2
  negcoach history undo
  negcoach history --json > sessions.json"""

_BODY = """\
Soreness, body weight and 1RM tests: list the newest, or add one, as of now. A number that looks
like a slip must be given twice. negcoach history undo takes it back."""

_BODY_EXAMPLES = """\
examples:
  negcoach body
  negcoach body weight 80kg
  negcoach body 1rm bench-press 100kg
  negcoach body soreness chest 3"""

_SETTINGS = """\
Show the settings and the keys, each with its allowed values, or change one. They are in
config.toml, and take effect at the next start. Your equipment is a section of that file, or a form
in the app."""

_SETTINGS_EXAMPLES = """\
examples:
  negcoach settings
  negcoach settings volume 60
  negcoach settings motion off
  negcoach settings coach.next Space F13
  negcoach settings coach.next usual"""

_SOUNDS = """\
List the sound packs and your own recordings, list the names of all sounds with what each says, or
check your own. These are WAV files in a folder beside the settings, such as sounds/mypack/lift.wav.
Each takes the place of the pack's sound; those that are missing, or cannot be used, come from the
pack. Silence at their ends is cut off and their loudness is evened out. A check exits with status 1
when something is wrong."""

_SOUNDS_EXAMPLES = """\
examples:
  negcoach sounds
  negcoach sounds names
  negcoach sounds check mypack
  negcoach settings own_sounds mypack"""

_RENDER = """\
Write one set's sound track, from the lead-in's first moment to "set done", as a 48 kHz WAV
for a phone or headphones. It is mixed as the live sound is, exact to the sample. A set that
waits for you (--reps fatigue, --lift wait) has no such track. With --test it is a lowering of the
test of the longest one: its count up to 20 seconds, and the call that ends it."""

_RENDER_EXAMPLES = """\
examples:
  negcoach render bench-press -o bench.wav
  negcoach render negative-pull-up --reps 3 --tempo 8-0-A-1 -o pull-up.wav
  negcoach render negative-pull-up --test -o longest.wav
  negcoach render heel-drop --pack tones --volume 60 -o heel-drop.wav"""

_DOCTOR = """\
Check everything negcoach needs: terminal, colours, size, sound, database, settings. Each line says
ok, warning or broken, and what to do. It exits with status 1 when something is broken. Nothing is
changed, except by --repair: it corrects values in the database that negcoach does not write, from a
backup where there is one, and keeps the file as it was."""

_DOCTOR_EXAMPLES = """\
examples:
  negcoach doctor
  negcoach doctor --sound
  negcoach doctor --repair
  negcoach doctor --engine simpleaudio --json"""

_EXPORT = """\
Export your history to a file or to standard output, without what was deleted. JSON holds all
of it and can be imported again without loss; only the health questions are asked again on
another machine. CSV has one row per rep, for a spreadsheet, or with --rows one per body weight,
1RM, soreness rating, programme started, or side that is weaker or trained alone. hevy and
strong are files that those apps import: there a set looks lifted, and its notes tell the
tempo and each lowering's time. ical is an iCalendar file with an event for each session: importing a
later one adds only what is new."""

_EXPORT_EXAMPLES = """\
examples:
  negcoach export --format json -o everything.json
  negcoach export --format csv --since 2026-01-01 --exercise bench-press -o bench.csv
  negcoach export --format csv --rows body-weight -o body-weight.csv
  negcoach export --format hevy --unit lb -o hevy.csv
  negcoach export --format ical --since 2026-01-01 -o sessions.ics"""

_REPORT = f"""\
Write a report for a coach or a physiotherapist: what was done in the last weeks, whether the tempo
was kept, the records, soreness and body weight. As Markdown, or as one HTML file with its plots.
With --image it is a picture of one day to post, without notes, pain or body weight: the last day
(last), that of the last record (record), or the one that you name. To have what a PNG
needs: {install_text("png")}"""

_REPORT_EXAMPLES = """\
examples:
  negcoach report --weeks 8 -o report.md
  negcoach report --weeks 12 -o report.html
  negcoach report --image record -o record.svg"""

_IMPORT = f"""\
Import what another negcoach exported, or one of these:
{APPS_LINES}.
The format is recognised from the file's first line, whatever its language; you see what would
be imported before anything is. Their sets were lifted, not lowered: they count for the
concentric 1RM and the calendar. The same file twice imports nothing twice. What was corrected in
that program since is shown, and updated here only if you say so. An import can be undone as
one (in the app: Ctrl+R, then u)."""

_IMPORT_EXAMPLES = """\
examples:
  negcoach import strong.csv --preview
  negcoach import strong.csv --unit lb
  negcoach import hevy.csv --map "Smith Bench=bench-press" --yes"""

_MERGE = """\
Merge in the history of another machine, from its database or a backup of it, which is only read.
What both have is kept once; of two edits, the newer one wins, and what was purged on one is gone
from both. A backup is made first. Merge the other way too, and both have all of it: which goes
first makes no difference."""

_MERGE_EXAMPLES = """\
examples:
  negcoach merge /media/stick/laptop.db
  negcoach merge ~/Sync/negcoach.db"""

_BACKUP = """\
Copy the database, even while it is in use, and read the copy back: among the others beside the
database, of which the newest eight are kept, or to a file. An older backup of that name is
replaced; anything else is left alone."""

_BACKUP_EXAMPLES = """\
examples:
  negcoach backup
  negcoach backup /media/stick/negcoach.db"""

_RESTORE = """\
Put a backup in place of the database, after showing what is there and what replaces it. What was
there is kept beside it, under another name. Close negcoach first."""

_RESTORE_EXAMPLES = """\
examples:
  negcoach restore /media/stick/negcoach.db
  negcoach restore /media/stick/negcoach.db --yes"""

COMMANDS = {
    "coach": ("coach an exercise, or a plan", _COACH, _COACH_EXAMPLES),
    "demo": ("watch a set that runs by itself", _DEMO, _DEMO_EXAMPLES),
    "mirror": ("show the coach's screen in a second terminal", _MIRROR, _MIRROR_EXAMPLES),
    "remote": ("the spotter's phone as a clicker", _REMOTE, _REMOTE_EXAMPLES),
    "exercises": ("list the exercises, or show one", _EXERCISES, _EXERCISES_EXAMPLES),
    "exercises show": ("show one exercise", _SHOW, _SHOW_EXAMPLES),
    "plans": ("list, send or add your plans", _PLANS, _PLANS_EXAMPLES),
    "programme": ("follow a programme of several weeks", _PROGRAMME, _PROGRAMME_EXAMPLES),
    "history": ("list your sessions", _HISTORY, _HISTORY_EXAMPLES),
    "body": ("soreness, body weight, 1RM tests", _BODY, _BODY_EXAMPLES),
    "settings": ("show or change the settings", _SETTINGS, _SETTINGS_EXAMPLES),
    "sounds": ("list the sounds; check your own", _SOUNDS, _SOUNDS_EXAMPLES),
    "render": ("write one set's sound as a WAV file", _RENDER, _RENDER_EXAMPLES),
    "export": ("export your history to a file", _EXPORT, _EXPORT_EXAMPLES),
    "report": ("write a report for a coach or a physiotherapist", _REPORT, _REPORT_EXAMPLES),
    "import": ("import from another program", _IMPORT, _IMPORT_EXAMPLES),
    "merge": ("merge in another machine's history", _MERGE, _MERGE_EXAMPLES),
    "backup": ("back up the database", _BACKUP, _BACKUP_EXAMPLES),
    "restore": ("restore the database from a backup", _RESTORE, _RESTORE_EXAMPLES),
    "doctor": ("check that everything works", _DOCTOR, _DOCTOR_EXAMPLES),
}
"""What each command is for: in a few words, at length, and by examples."""

FOR_TWO_LIFTERS = ("app", "coach", "remote")
"""The commands that take ``--partner-data-dir``; all others are about one lifter."""

_EVERYWHERE = ("--data-dir", "--config", "--engine", "--theme", "--plain", "--version", "--help")
_OF_A_SET = tuple(name for name, _, _ in PRESCRIPTION)

OPTIONS_OF = {
    "app": ("--partner-data-dir", *_EVERYWHERE),
    "coach": ("--plan", "--test", *_OF_A_SET, "--partner-data-dir", *_EVERYWHERE),
    "demo": _EVERYWHERE,
    "mirror": _EVERYWHERE,
    "remote": ("--address", "--partner-data-dir", *_EVERYWHERE),
    "exercises": ("--json", *_EVERYWHERE),
    "plans": ("--output", "--json", *_EVERYWHERE),
    "programme": ("--json", *_EVERYWHERE),
    "history": ("--json", "--limit", *_EVERYWHERE),
    "body": _EVERYWHERE,
    "settings": _EVERYWHERE,
    "sounds": _EVERYWHERE,
    "render": ("--output", "--pack", "--volume", "--test", *_OF_A_SET, *_EVERYWHERE),
    "export": (
        "--format",
        "--rows",
        "--since",
        "--until",
        "--exercise",
        "--unit",
        "--semicolons",
        "--output",
        *_EVERYWHERE,
    ),
    "report": ("--weeks", "--image", "--output", *_EVERYWHERE),
    "import": ("--unit", "--dates", "--loads", "--map", "--update", "--preview", "--yes", *_EVERYWHERE),
    "merge": _EVERYWHERE,
    "backup": _EVERYWHERE,
    "restore": ("--yes", *_EVERYWHERE),
    "doctor": ("--json", "--sound", "--repair", *_EVERYWHERE),
}
"""The long options of each command, for the messages about a misspelt one."""

_EXAMPLES = {
    "--plan": '"Push day"',
    "--load": "100kg",
    "--sets": "3",
    "--reps": "5",
    "--tempo": "5-1-A-1",
    "--rest": "180",
    "--lead-in": "10",
    "--lift": "wait",
    "--set-type": "'cluster 2'",
    "--spotters": "1",
    "--limit": "5",
    "--output": "set.wav",
    "-o": "set.wav",
    "--volume": "60",
    "--pack": "tones",
    "--engine": "silent",
    "--theme": "light",
    "--address": "192.168.1.20",
    "--format": "json",
    "--rows": "body-weight",
    "--since": "2026-01-31",
    "--until": "2026-12-31",
    "--exercise": "bench-press",
    "--unit": "kg",
    "--weeks": "8",
    "--image": "record",
    "--dates": "day-first",
    "--loads": '"Weight used"',
    "--map": '"Smith Bench=bench-press"',
}


_OUTPUTS = {"export": "everything.json", "report": "report.html", "plans": "plan.txt"}


def example_of(option: str, command: str = "") -> str:
    """Return ``, such as --load 100kg``, "" for an option without an example."""
    value = _EXAMPLES.get(option)
    if option in ("-o", "--output"):
        value = _OUTPUTS.get(command, value)
    return f", such as {option} {value}" if value else ""
