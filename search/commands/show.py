"""The command `show`."""

from __future__ import annotations

import sys

from search import options
from search.commands.output import write
from search.render.formats import Format


def show(
    code: options.ProjectCode,
    section: options.SectionNumber = None,
    index: options.IndexFolder = None,
    form: options.OutputFormat = Format.TABLE,
) -> None:
    """Show a project: its facts and text."""
    from search.render.project import render_project
    from search.render.terminal import Style
    from search.settings import index_folder
    from search.show import read_project

    project, sections = read_project(index_folder(index), code, section)
    write(render_project(project, sections, form, Style.of(sys.stdout), with_facts=section is None))
