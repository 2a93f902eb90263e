"""The health screen before overload: what it asks, how the answers are read, and when they are stored."""

from __future__ import annotations

import re

from negcoach.coaching.gate.asker import Asker
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.texts import whole_number
from negcoach.training.exercise.safety import HealthAnswers

EXPECT = "Not for beginners. Expect marked soreness one to three days after."
EMERGENCY = "Dark urine with extreme pain or swelling: stop, get emergency care."

_LEAST_AGE, _MOST_AGE = 10, 110
_MOST_MONTHS = 1200
_LIFTING = re.compile(r"([0-9]{1,4})\s*(y|years?|m|months?)?")


async def ask_health(asker: Asker, services: Services) -> HealthAnswers | None:
    """Ask the health screen and store the answers.

    The way back from the conditions leads to the two numbers, as they were given. Returns ``None`` when the lifter went
    back from those. Raises ``NegcoachError`` when the database cannot be used.
    """
    today, answers = services.now().date(), services.lifter.health_answers()
    while True:
        about = await asker.ask_experience(answers, today)
        if about is None:
            return None
        clear = await asker.ask_conditions()
        answers = HealthAnswers(today, clear is True, age=about.age, lifting_months=about.lifting_months)
        if clear is not None:
            services.lifter.store_health_answers(answers, services.now())
            return answers


def read_age(text: str) -> int:
    """Read an age in years; raises ``NegcoachError``."""
    years = whole_number(text, _LEAST_AGE, _MOST_AGE)
    if years is None:
        raise NegcoachError(f"Your age is a number of years from {_LEAST_AGE} to {_MOST_AGE}.")
    return years


def read_months(text: str) -> int:
    """Read "8", "8 months" or "2 years" as months; raises ``NegcoachError``."""
    found = _LIFTING.fullmatch(text.strip().casefold())
    months = int(found[1]) * (12 if (found[2] or "m").startswith("y") else 1) if found else -1
    if not 0 <= months <= _MOST_MONTHS:
        raise NegcoachError("Months, such as 8; or 2 years; 0 if you have just begun.")
    return months
