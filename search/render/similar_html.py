"""A report as one HTML file that needs nothing else: no script, no picture, nothing from the network."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from search.language import current_language, say
from search.render.report import Report, harmless

_FOLDER = Path(__file__).parent
_TEMPLATE = "report.html.jinja"
_STYLES = "report.css"


def to_html(report: Report) -> str:
    """Return the report as an HTML document; the same report gives the same text.

    Everything in it is escaped, and its Content-Security-Policy allows its own style sheet alone.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def cleaned(value: object) -> object:
        return value if isinstance(value, Markup) else harmless(str(value))

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=cleaned,
    )
    css = (_FOLDER / _STYLES).read_text(encoding="utf-8")
    return environment.get_template(_TEMPLATE).render(
        report=report,
        language=current_language(),
        css=Markup(css),  # noqa: S704 - our own file, and the policy's digest is of just this
        css_digest=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        skip=say("Skip to the content", "Siirry sisältöön"),
    )
