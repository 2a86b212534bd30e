"""PyTorch, built for the processor alone: the build for graphics cards brings gigabytes that stay unused."""

from __future__ import annotations

import json
import platform
import re

from index.errors import Text
from scripts.setup.console import SetupError
from scripts.setup.packages import PIP_HINT, pip, pip_output
from scripts.setup.workplace import Workplace

# PyTorch's own index of builds for the processor (https://pytorch.org/get-started/locally/).
PYTORCH_INDEX = "https://download.pytorch.org/whl/cpu"

# Seconds that index has to answer in; behind a firewall it never does.
PYTORCH_INDEX_TIMEOUT = 5

ACCELERATOR_REQUIREMENT = re.compile(r"(nvidia|cuda|rocm|triton|pytorch-triton)\b")


def needs_accelerator(pip_report: str, system: str) -> bool:
    """Tell whether pip's candidate for torch is a build for graphics cards.

    `pip_report` is the JSON of `pip install --report` with torch alone; `system` is platform.system().
    PyTorch's own index names builds by a local version (+cpu, +cu130); those on PyPI have none and tell by
    what they require. macOS has one build only, though its wheels list the requirements of Linux too.
    """
    (candidate,) = json.loads(pip_report)["install"]
    local_version = candidate["metadata"]["version"].partition("+")[2]
    if local_version or system != "Linux":
        return bool(local_version) and not local_version.startswith("cpu")
    requirements = candidate["metadata"].get("requires_dist", [])
    return any(ACCELERATOR_REQUIREMENT.match(requirement) for requirement in requirements)


def provide(place: Workplace) -> None:
    """Install the pinned PyTorch from where pip is configured to look, or from PyTorch's own index.

    Any build of that version that is there stays. Raises SetupError where neither source has it.
    """
    version = pinned_version(place.constraints.read_text(encoding="utf-8"))
    if any(place.site_packages.glob(f"torch-{version}*.dist-info")):
        return
    candidate = pip_output(
        place,
        "install",
        "--dry-run",
        "--no-deps",
        "--ignore-installed",
        "--quiet",
        "--report",
        "-",
        f"torch=={version}",
    )
    if candidate is not None and not needs_accelerator(candidate, platform.system()):
        source = [f"torch=={version}"]
    elif _pytorch_index_has(place, f"{version}+cpu"):
        source = [f"torch=={version}+cpu", "--index-url", PYTORCH_INDEX]
    else:
        raise no_build_error(version)
    # What torch itself requires comes with the other packages, from the user's own index.
    place.run(
        pip(place, "install", "--no-compile", "--no-deps", *source),
        Text("Installing PyTorch failed.", "PyTorchin asennus epäonnistui."),
        PIP_HINT,
    )


def pinned_version(constraints: str) -> str:
    """Return the version that the text of constraints.txt pins torch to."""
    match = re.search(r"^torch==(\S+)$", constraints, re.MULTILINE)
    if match is None:
        raise ValueError("constraints.txt pins no torch")
    return match[1]


def _pytorch_index_has(place: Workplace, version: str) -> bool:
    waiting = ["--timeout", str(PYTORCH_INDEX_TIMEOUT), "--retries", "0"]
    versions = pip_output(place, "index", "versions", "torch", "--index-url", PYTORCH_INDEX, *waiting)
    return versions is not None and version in re.split(r"[\s,()]+", versions)


def no_build_error(version: str) -> SetupError:
    """Return the error that says why torch `version` isn't installed, and what the user can do."""
    return SetupError(
        Text(
            f"pip's package index offers no PyTorch {version} for the processor alone, and PyTorch's own "
            f"index ({PYTORCH_INDEX}) didn't give it. The build for graphics cards would take gigabytes.",
            f"Pipin pakettilähteessä ei ole PyTorchin versiota {version} pelkälle suorittimelle, eikä "
            f"PyTorchin oma lähde ({PYTORCH_INDEX}) antanut sitä. Näytönohjainversio veisi gigatavuja.",
        ),
        Text(
            "Where a mirror or a folder holds that build, name it before the command: "
            "PIP_EXTRA_INDEX_URL=ADDRESS or PIP_FIND_LINKS=FOLDER. To take the large build all the same: "
            f".venv/bin/python -m pip install torch=={version}, and run the command again.",
            "Jos sopiva versio on peilipalvelimella tai kansiossa, nimeä se komennon edellä: "
            "PIP_EXTRA_INDEX_URL=OSOITE tai PIP_FIND_LINKS=KANSIO. Jos suuri versio kelpaa: "
            f".venv/bin/python -m pip install torch=={version}, ja käynnistä komento uudelleen.",
        ),
    )
