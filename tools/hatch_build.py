"""Decides what a distribution holds: the files that git tracks, and nothing that merely lies beside them."""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACK_FOLDERS = ("exercises", "solutions", "cards")
INSTALLED_PACK = "studykit/builtin"


class TrackedFiles(BuildHookInterface):
    """Names every file of a wheel or source distribution to hatchling."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        for name in _tracked(root):
            place = name if self.target_name == "sdist" else _place_in_wheel(name)
            if place and (root / name).is_file():
                build_data["force_include"][str(root / name)] = place


def _tracked(root: Path) -> list[str]:
    """Files that git tracks; in an unpacked source distribution, which was made from them, all files."""
    if (root / ".git").exists():
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
        return [name for name in listing.stdout.split("\0") if name]
    return [str(path.relative_to(root)) for path in sorted(root.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]


def _place_in_wheel(name: str) -> str | None:
    top = name.split("/")[0]
    if top == "studykit":
        return name
    return f"{INSTALLED_PACK}/{name}" if top in PACK_FOLDERS else None
