"""What a search may be narrowed by: facts of the project, and the sections of its description."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields

from index.errors import QueryError, Text

# The facts that a filter can name, and how ProjectFacts spells them.
FACT_FIELDS = {
    "region": "regions",
    "municipality": "municipalities",
    "priority_axis": "priority_axis",
    "specific_objective": "specific_objective",
    "applicant": "applicant",
    "organisation_type": "organisation_type",
    "managing_authority": "managing_authority",
    "status": "status",
}
# The options of the command line that are not called as their filter is.
OPTION_NAMES = {"priority_axis": "axis", "specific_objective": "objective", "managing_authority": "authority"}
_YEARS = re.compile(r"(?P<only>\d{4})|(?P<first>\d{4})?\s*[-–]\s*(?P<last>\d{4})?")
# Longer than any sum, shorter than what Python refuses to make a number of.
_SUM = re.compile(r"(\d{1,3}(?:[\s.]\d{3}){1,12}|\d{1,39})\s*(?:€|eur|euroa?)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,;]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_LEADING_NUMBER = re.compile(rf"({_NUMBER.pattern})\.?(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every hit must meet: any value within one field, all fields together.

    `running_from` and `running_to` are years: the project's period must touch them. `granted_from` and `granted_to`
    are whole euros of granted EU and state funding. `sections` are section numbers; "8" takes 8.1 and 8.2 with it.
    """

    region: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    priority_axis: tuple[str, ...] = ()
    specific_objective: tuple[str, ...] = ()
    applicant: tuple[str, ...] = ()
    organisation_type: tuple[str, ...] = ()
    managing_authority: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    running_from: int | None = None
    running_to: int | None = None
    granted_from: int | None = None
    granted_to: int | None = None
    sections: tuple[str, ...] = ()

    def narrows_projects(self) -> bool:
        """Tell whether any condition concerns the project rather than the section."""
        return any(getattr(self, f.name) not in ((), None) for f in fields(self) if f.name != "sections")

    def active(self) -> dict[str, object]:
        """Return the conditions that are set, by name, ready for JSON."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value not in ((), None)
        }


def parse_years(text: str | None) -> tuple[int | None, int | None]:
    """Return the first and last year that "2018" or "2018-2020" means; an open end ("2018-") is None.

    Raises QueryError for anything else.
    """
    if text is None:
        return None, None
    match = _YEARS.fullmatch(text.strip())
    if match and match["only"]:
        return int(match["only"]), int(match["only"])
    first = int(match["first"]) if match and match["first"] else None
    last = int(match["last"]) if match and match["last"] else None
    if first is last is None or (first and last and first > last):
        raise _no_years(text)
    return first, last


def parse_sections(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the section numbers in texts such as "3", "4.1." and "3, 9", each once.

    Raises QueryError for a text without any. Whether there are such sections, the catalogue knows.
    """
    numbers: list[str] = []
    for text in texts:
        found = [number for one in _SEPARATORS.split(text) if (number := one.rstrip("."))]
        if not found:
            raise _no_section(text)
        numbers += found
    return tuple(dict.fromkeys(numbers))


def parse_euros(text: str | None) -> int | None:
    """Return the sum in "150000", "150 000", "150.000" or "150 000 €". Raises QueryError for anything else."""
    if text is None:
        return None
    match = _SUM.fullmatch(text.strip())
    if match is None:
        raise QueryError(
            Text(en=f"“{text}” is no sum in whole euros.", fi=f"”{text}” ei ole summa täysinä euroina."),
            Text(en="Write it like 150000.", fi="Kirjoita se näin: 150000."),
        )
    return int(re.sub(r"\D", "", match[1]))


def section_order(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Return the key by which section 4.2 stands before 4.10."""
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in number.split("."))


def _no_section(text: str) -> QueryError:
    return QueryError(
        Text(en=f"“{text}” is no number of a section.", fi=f"”{text}” ei ole kohdan numero."),
        Text(en="Write --section 3 or --section 4.1.", fi="Kirjoita --section 3 tai --section 4.1."),
    )


def _no_years(text: str) -> QueryError:
    return QueryError(
        Text(en=f"“{text}” is no year or range of years.", fi=f"”{text}” ei ole vuosi eikä vuosiväli."),
        Text(
            en="Write --years 2018 or --years 2018-2020.",
            fi="Kirjoita --years 2018 tai --years 2018-2020.",
        ),
    )


def fold(value: str) -> str:
    """Return `value` as it is compared: NFC, case-folded, white space collapsed. ä and ö stay what they are."""
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())


def matching_values(wanted: str, values: Iterable[str]) -> set[str]:
    """Return those of a field's `values` that a user means by `wanted`.

    A number ("5", "10.1") means the value that begins with it, or else those below it ("10" takes 10.1 and 10.2).
    Words mean the value itself, and only where there is none, the values that contain them: "Ii" is the municipality,
    not Iisalmi.
    """
    folded = {value: fold(value) for value in values}
    target = fold(wanted).removesuffix(".")
    if exact := {value for value, text in folded.items() if text == target}:
        return exact
    if _NUMBER.fullmatch(target):
        numbers = {value: match[1] for value, text in folded.items() if (match := _LEADING_NUMBER.match(text))}
        itself = {value for value, number in numbers.items() if number == target}
        return itself or {value for value, number in numbers.items() if in_sections(number, (target,))}
    return {value for value, text in folded.items() if target and target in text}


def in_sections(number: str, sections: tuple[str, ...]) -> bool:
    """Tell whether section `number` is one of `sections` or below one of them; none given means all."""
    return not sections or any(number == wanted or number.startswith(f"{wanted}.") for wanted in sections)
