"""How the answers for drafts are put into words, for every format that people read."""

from __future__ import annotations

from index.errors import Text
from search.language import current_language, say
from search.similar.model import (
    Agreement,
    Calibration,
    ComparedFact,
    DraftAnswer,
    KinshipKind,
    SimilarProject,
    Strength,
)

_STRENGTHS = {
    Strength.SAME_TEXT: Text("the same text", "sama teksti"),
    Strength.STRONG: Text("much alike", "hyvin samanlaiset"),
    Strength.MODERATE: Text("alike", "samanlaiset"),
    Strength.WEAK: Text("somewhat alike", "jonkin verran samanlaiset"),
}
_KINSHIPS = {
    KinshipKind.SAME_PROJECT: Text("Seems to be the same project", "Vaikuttaa samalta hankkeelta"),
    KinshipKind.PREDECESSOR: Text("Seems to be what the draft carries on", "Vaikuttaa hankkeelta, jota luonnos jatkaa"),
    KinshipKind.SUCCESSOR: Text("Seems to carry on the draft", "Vaikuttaa luonnoksen jatkohankkeelta"),
    KinshipKind.COPIED_TEXT: Text("Shares text word for word", "Sisältää samaa tekstiä sanasta sanaan"),
}
_FACTS = {
    "regions": Text("region", "maakunta"),
    "municipalities": Text("municipality", "kunta"),
    "priority_axis": Text("priority axis", "toimintalinja"),
    "specific_objective": Text("specific objective", "erityistavoite"),
    "period": Text("period", "toteutusaika"),
    "applicant": Text("applicant", "hakija"),
    "organisation_type": Text("organisation type", "organisaatiotyyppi"),
    "target_group": Text("target group", "kohderyhmä"),
}


def fact_name(name: str) -> str:
    """Return the name of a compared fact in the user's language."""
    return _FACTS[name].in_language(current_language())


def strength_words(strength: Strength) -> str:
    """Return a strength in the user's language."""
    return _STRENGTHS[strength].in_language(current_language())


def standing(project: SimilarProject, answer: DraftAnswer) -> str:
    """Say how like a project is to the draft, and how that stands among the collection's own pairs of projects."""
    value = decimal(project.similarity, 2)
    parts = [say(f"similarity {value}", f"samankaltaisuus {value}")]
    if project.percentile is not None and answer.calibration is not None:
        parts.append(_percentile(int(project.percentile)))
    covered, other = round(100 * project.draft_covered), round(100 * project.project_covered)
    parts.append(
        say(
            f"has {covered} % of the draft's telling words, the draft {other} % of its",
            f"siinä on {covered} % luonnoksen kuvaavista sanoista, luonnoksessa {other} % sen sanoista",
        )
    )
    return "; ".join(parts)


def _percentile(share: int) -> str:
    if share == 100:
        return say(
            "more alike than any of the compared pairs of projects in the index",
            "samankaltaisemmat kuin yksikään verratuista hakemiston hankepareista",
        )
    return say(
        f"more alike than {share} of 100 pairs of projects in the index",
        f"samankaltaisemmat kuin {share} sadasta hakemiston hankeparista",
    )


def kinship_line(project: SimilarProject) -> str | None:
    """Say what the project seems to be to the draft, and why; None where it is only like it."""
    if project.kinship is None:
        return None
    signs = "; ".join(sign.in_language(current_language()) for sign in project.kinship.signs)
    return f"{_KINSHIPS[project.kinship.kind].in_language(current_language())}: {signs}"


def fact_parts(project: SimilarProject) -> tuple[str, str]:
    """Return the facts that draft and project share and those in which they differ, each in one line or empty."""
    shared = [_shared(fact) for fact in project.facts if fact.shared]
    # Target groups that share no telling word may be the same in other words.
    different = (fact for fact in project.facts if fact.agreement is Agreement.DIFFERENT)
    differing = [_differing(fact) for fact in different if fact.name != "target_group"]
    return "; ".join(shared), "; ".join(differing)


def terms_text(terms: tuple[str, ...], shown: int) -> str:
    """Return the first words of a list, with dots where there are more."""
    return ", ".join(terms[:shown]) + (", …" if len(terms) > shown else "")


def calibration_line(told: Calibration | None) -> str | None:
    """Say what the similarities are compared with; None where there is nothing."""
    if told is None:
        return None
    typical, close = decimal(told.typical, 2), decimal(told.close, 2)
    sampled = say(" (an even sample)", " (tasainen otos)") if told.sampled else ""
    return say(
        f"In this index half of {told.pairs} pairs of projects{sampled} have a similarity over {typical}, and one in "
        f"twenty over {close}; the same text has 1.",
        f"Tässä hakemistossa puolella {told.pairs} hankeparista{sampled} samankaltaisuus on yli {typical} ja joka "
        f"kahdennellakymmenennellä yli {close}; samalla tekstillä se on 1.",
    )


def _shared(fact: ComparedFact) -> str:
    return f"{fact_name(fact.name)} {', '.join(fact.shared)}"


def _differing(fact: ComparedFact) -> str:
    name = fact_name(fact.name)
    draft, project = ", ".join(fact.only_draft), ", ".join(fact.only_project)
    return say(f"{name} {draft} (draft), {project}", f"{name} {draft} (luonnos), {project}")


def decimal(value: float, digits: int) -> str:
    """Return a number with the decimal mark of the user's language."""
    return say(f"{value:.{digits}f}", f"{value:.{digits}f}".replace(".", ","))
