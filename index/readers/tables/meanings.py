"""What the columns of a table of projects mean, by the names that Finnish and English lists give them.

A meaning is a field of ProjectFacts, PERIOD (start and end in one cell), TEXT (a section of prose), PERSONAL (people's
names and contact details, never kept) or SKIP (left out on purpose).
"""

from __future__ import annotations

import re
from dataclasses import fields

from index.esr_form import GENDER_ROWS, NO_FIELD, PERIOD, ROWS
from index.model import ProjectFacts
from index.readers.tables.column_names import (
    MEANINGS_ANYWHERE,
    NAMES,
    NAMES_ANYWHERE,
    PERSONAL,
    SKIP,
    TEXT,
    split_names,
)

_MEANINGS_ANYWHERE = frozenset(split_names(MEANINGS_ANYWHERE))
_NAMES_ANYWHERE = frozenset(split_names(NAMES_ANYWHERE))
_PERSON = re.compile(
    r"yhteyshenkilö|vastuuhenkilö|projektipäällik|hankepäällik|projektikoordinaattor|hankekoordinaattor"
    r"|hankevastaav|projektivastaav|vastaavahenkilö|vetäjä|vastuullinenjohtaja|allekirjoitta|käsittelijä|esittelijä"
    r"|laatija|valmistelija|rahoitusasiantuntija|henkilönnimi|etunimi|sukunimi|kontakti|kontaktperson"
    r"|contact(?:person|name)?|projectmanager|projectleader|projectcoordinator|responsibleperson|personincharge"
    r"|firstname|lastname|surname"
)
_CONTACT = re.compile(
    r"yhteystie|sähköposti|säpo|email|^epost|puhelin|^puh(?:nro|numero)?$|gsm|matkapuh|phone|^tel$|mobile"
    r"|henkilötunnus|^hetu$|syntymäaika|kotiosoite"
)
_NO_LETTER = re.compile(r"[\W_]+")
_OWNER = re.compile("^(?:hankkeen|projektin|hanke|project)(?=.)")
_UNIT = re.compile("(?<=.)(?:euroina|euroa|euro|eur|kpl|pvm|lkm)$")


def key(name: str) -> str:
    """Return a column's name as it is compared: letters and digits, lower-case."""
    return _NO_LETTER.sub("", name.casefold())


def meaning(name: str) -> str | None:
    """Return what a column called `name` means, or None for a name that isn't known."""
    if is_personal(name):
        return PERSONAL
    given = key(name)
    bare = _UNIT.sub("", given)
    for candidate in (given, bare, _OWNER.sub("", given), _OWNER.sub("", bare)):
        if candidate in _MEANINGS:
            return _MEANINGS[candidate]
    return None


def is_personal(name: str) -> bool:
    """Tell whether a column called `name` holds people's names or contact details."""
    return names_a_person(name) or bool(_CONTACT.search(key(name)))


def names_a_person(name: str) -> bool:
    """Tell whether a column called `name` holds people's names."""
    return bool(_PERSON.search(key(name)))


def is_sign_of_projects(name: str, its_meaning: str) -> bool:
    """Tell whether a column so called, with this meaning, is found in lists of projects rather than in others."""
    return its_meaning not in _MEANINGS_ANYWHERE and key(name) not in _NAMES_ANYWHERE


def _meanings() -> dict[str, str]:
    rows = {label: name for label, name in {**ROWS, **GENDER_ROWS}.items() if name != NO_FIELD}
    # These labels tell what is counted only under the form's heading of their section.
    rows = {label: name for label, name in rows.items() if name not in ("planned_companies", "realised_companies")}
    own = (
        *(field.name for field in fields(ProjectFacts) if field.name != "sustainability"),
        PERIOD,
        TEXT,
        PERSONAL,
        SKIP,
    )
    by_name = {name: name for name in own} | rows
    by_name |= {name: its_meaning for its_meaning, names in NAMES.items() for name in split_names(names)}
    return {key(name): its_meaning for name, its_meaning in by_name.items()}


_MEANINGS = _meanings()
