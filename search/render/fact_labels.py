"""The form's own labels of the facts, and their values as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from index.errors import Text
from index.model import Partner, ProjectFacts

_LABELS = {
    "priority_axis": Text("Priority axis", "Toimintalinja"),
    "specific_objective": Text("Specific objective", "Erityistavoite"),
    "start": Text("Starts", "Alkaa"),
    "end": Text("Ends", "Päättyy"),
    "status": Text("Status", "Toiminnan tila"),
    "managing_authority": Text("Managing authority", "Vastuuviranomainen"),
    "applicant": Text("Applicant", "Hakija"),
    "organisation_type": Text("Organisation type", "Organisaatiotyyppi"),
    "business_id": Text("Business id", "Y-tunnus"),
    "partners": Text("Partners", "Osatoteuttajat"),
    "granted_eu_and_state_funding": Text("Granted EU and state funding", "Myönnetty EU- ja valtion rahoitus"),
    "realised_eu_and_state_funding": Text("Realised EU and state funding", "Toteutunut EU- ja valtion rahoitus"),
    "planned_public_funding": Text("Planned public funding", "Suunniteltu julkinen rahoitus"),
    "realised_public_funding": Text("Realised public funding", "Toteutunut julkinen rahoitus"),
    "regions": Text("Regions", "Maakunnat"),
    "sub_regions": Text("Sub-regions", "Seutukunnat"),
    "municipalities": Text("Municipalities", "Kunnat"),
    "planned_companies": Text("Companies, planned", "Osallistuvat yritykset, suunniteltu"),
    "realised_companies": Text("Companies, realised", "Osallistuvat yritykset, toteutunut"),
    "planned_persons": Text("Persons, planned", "Osallistuvat henkilöt, suunniteltu"),
    "realised_persons": Text("Persons, realised", "Osallistuvat henkilöt, toteutunut"),
}


def fact_lines(facts: ProjectFacts, language: str) -> list[tuple[str, str]]:
    """Return label and value of each fact that the document tells, in the form's order."""
    values = ((label, name, getattr(facts, name)) for name, label in _LABELS.items())
    return [
        (label.in_language(language), _value(name, value)) for label, name, value in values if value not in (None, ())
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, tuple):
        return ", ".join(one.name if isinstance(one, Partner) else str(one) for one in value)
    if name.endswith("funding"):
        return f"{value:,} €".replace(",", " ")
    return str(value)
