"""The answer to one of many queries: CSV and JSON lines whose every row names its query."""

from __future__ import annotations

import csv
import io

from search.group import SearchResult
from search.render.as_json import hits_to_json
from search.render.formats import Format, to_csv, to_jsonl
from search.render.hits import render_result
from search.render.terminal import Style


def render_named(result: SearchResult, form: Format, style: Style, *, explain: bool = False) -> str:
    """Return the hits as `render_result` does, but with the `query` as typed first in each row of CSV and JSON lines.

    A query without hits is one JSON line, `{"query", "hits": []}`, and no row of CSV.
    """
    query = result.query.given
    if form is Format.JSONL:
        return to_jsonl([{"query": query} | hit for hit in hits_to_json(result)] or [{"query": query, "hits": []}])
    rendered = render_result(result, form, style, explain=explain)
    if form is Format.CSV:
        columns, *rows = csv.reader(io.StringIO(rendered, newline=""))
        named = ({"query": query} | dict(zip(columns, row, strict=True)) for row in rows)
        return to_csv(("query", *columns), named)
    return rendered
