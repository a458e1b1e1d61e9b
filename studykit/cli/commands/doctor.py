"""`studykit doctor`: versions, device, isolation, state folder, and the log held against its cache."""

import platform
import sys
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

from studykit import __version__
from studykit.cli.declared import Option, command
from studykit.cli.terminal.out import say
from studykit.cli.views.show import mark, print_json
from studykit.errors import StudykitError
from studykit.grading.client.background import status
from studykit.grading.client.probe_device import probe_devices
from studykit.grading.isolation import Level
from studykit.grading.worker.sandbox.probe import probe_sandbox
from studykit.installing import install_command
from studykit.study.desk import Desk
from studykit.study.finding import Finding
from studykit.study.log_health import log_findings

PACKAGES = ("torch", "numpy", "pytest", "typer", "rich", "pyyaml", "pydantic", "safetensors", "sqlite-utils")

_LEVELS = {
    Level.FULL: "your code reaches no file, process or network of this machine",
    Level.GOOD: "your code reaches no file, process or network; an older kernel leaves small gaps",
    Level.BASIC: "a process of its own with limits; your own code can read the hidden tests and your files; grade only code you trust",
}


@command(epilog="Example: studykit doctor --json")
def doctor(
    here: Desk,
    rebuild: Annotated[bool, Option("Rebuild the cache and the indexes from the log.")] = False,
    class_: Annotated[bool, Option("Check also whether strangers' code may be graded here.")] = False,
    json: Annotated[bool, Option("All findings as an object.")] = False,
) -> None:
    """Check the installation and your data. Exit code 1 if something needs fixing."""
    facts: dict[str, Any] = {"studykit": __version__, "python": platform.python_version(), "home": str(here.home)}
    findings = [_python(), *_packages(), *_devices(facts), *_isolation(facts, class_), _server(facts), _packs(here, facts)]
    findings += log_findings(here, facts, rebuild)
    if json:
        print_json({**facts, "well": all(finding.well for finding in findings), "findings": [asdict(finding) for finding in findings]})
    else:
        say(f"studykit {__version__}, state in {here.home}")
        for finding in findings:
            say(f"{mark(finding.well)} {finding.name:<13} {finding.says}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)


def _python() -> Finding:
    return Finding("python", sys.version_info >= (3, 11), f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _packages() -> list[Finding]:
    findings = []
    for name in PACKAGES:
        try:
            findings.append(Finding(name, True, version(name)))
        except PackageNotFoundError:
            findings.append(Finding(name, False, f"is not installed: run `{install_command()}` again"))
    return findings


def _devices(facts: dict[str, Any]) -> list[Finding]:
    try:
        devices = probe_devices()
    except StudykitError as error:
        facts["devices"] = []
        return [Finding("device", False, str(error))]
    facts["devices"] = devices
    return [Finding("device", True, ", ".join(devices))]


def _isolation(facts: dict[str, Any], for_a_class: bool) -> list[Finding]:
    """A missing layer is no problem to be fixed, but for a class: it is reported, and grading goes on with the others."""
    standing = probe_sandbox()
    layers = [{"name": layer.name.value, "holds": layer.holds, "reason": layer.reason} for layer in standing.layers]
    facts["sandbox"] = {"level": standing.level.value, "layers": layers}
    parts = [Finding(f"  {layer.name}", True, f"{'holds' if layer.holds else 'is missing'}: {layer.reason}") for layer in standing.layers]
    found = [Finding("sandbox", True, f"{standing.level}: {_LEVELS[standing.level]}"), *parts]
    if for_a_class:
        suffices = facts["fit_for_a_class"] = standing.level is not Level.BASIC
        says = "strangers' code may be graded here" if suffices else "only code of people you trust may be graded here: `--trust`"
        found.append(Finding("class", suffices, says))
    return found


def _packs(here: Desk, facts: dict[str, Any]) -> Finding:
    try:
        library = here.library
    except StudykitError as error:
        facts["packs"] = []
        return Finding("packs", False, str(error))
    facts["packs"] = [str(pack) for pack in library.packs]
    says = f"{len(library.packs)}, with {len(library.exercises)} exercises and {len(library.cards)} cards"
    return Finding("packs", not library.broken, "; ".join([says, *library.broken]))


def _server(facts: dict[str, Any]) -> Finding:
    said = status()
    facts["server"] = {"running": said is not None, **(said or {})}
    if said is None:
        return Finding("server", True, "not running; the next grade starts it")
    return Finding("server", True, f"running: process {said['pid']}, {said['grades']} grades, {said['memory_mib']:.0f} MiB")
