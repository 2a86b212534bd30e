from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from scripts.setup import torch_build
from scripts.setup.torch_build import needs_accelerator, pinned_version
from tests.scripts.conftest import REPOSITORY

EVERY_BUILD = ["filelock", "typing-extensions>=4.10.0", "sympy>=1.13.3", 'optree>=0.13.0; extra == "optree"']
ON_PYPI = [
    *EVERY_BUILD,
    'cuda-bindings<14,>=13.0.3; platform_system == "Linux" and python_version < "3.15"',
    'nvidia-cudnn-cu13==9.20.0.48; platform_system == "Linux"',
    'triton==3.7.1; platform_system == "Linux"',
]


def report(version: str, requirements: Sequence[str]) -> str:
    metadata = {"name": "torch", "version": version, "requires_dist": requirements}
    return json.dumps({"version": "1", "install": [{"metadata": metadata}]})


@pytest.mark.parametrize(
    ("version", "requirements", "system", "expected"),
    [
        pytest.param("2.13.0+cpu", EVERY_BUILD, "Linux", False, id="a CPU wheel from a folder or PyTorch's index"),
        pytest.param("2.13.0", EVERY_BUILD, "Linux", False, id="a distribution's own build without CUDA"),
        pytest.param("2.13.0", ON_PYPI, "Linux", True, id="PyPI's wheel for Linux"),
        pytest.param("2.13.0+cu130", EVERY_BUILD, "Linux", True, id="a CUDA wheel from PyTorch's index"),
        pytest.param("2.13.0+rocm7.0", EVERY_BUILD, "Linux", True, id="a ROCm wheel"),
        pytest.param("2.13.0", ON_PYPI, "Darwin", False, id="PyPI's wheel for macOS"),
    ],
)
def test_builds_for_graphics_cards_are_told_from_those_for_the_processor(
    version: str, requirements: Sequence[str], system: str, expected: bool
) -> None:
    assert needs_accelerator(report(version, requirements), system) is expected


def test_a_report_without_requirements_is_a_plain_build() -> None:
    assert not needs_accelerator('{"install": [{"metadata": {"version": "2.13.0"}}]}', "Linux")


def test_torch_is_pinned_in_the_constraints_to_a_version_that_any_build_satisfies() -> None:
    constraints = (REPOSITORY / "scripts" / "constraints.txt").read_text(encoding="utf-8")
    assert "+" not in pinned_version(constraints)


def test_constraints_without_torch_are_an_error() -> None:
    with pytest.raises(ValueError, match="pins no torch"):
        pinned_version("numpy==2.4.6\n")


def test_where_no_source_has_a_cpu_build_the_error_says_why_and_what_to_do() -> None:
    error = torch_build.no_build_error("2.13.0")
    for text in (error.message.en, error.message.fi):
        assert "2.13.0" in text
        assert "download.pytorch.org/whl/cpu" in text
    for text in (error.hint.en, error.hint.fi):
        assert "PIP_FIND_LINKS" in text
        assert ".venv/bin/python -m pip install torch==2.13.0" in text
