"""Packs that installed distributions bring along, found in a real folder on the path of a real interpreter."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import studykit
from studykit.content.installed import InstalledPack

PROGRAM = """
import json, sys
from pathlib import Path
from studykit.content.pack import installed_packs
found = [pack.folder or pack.fault for pack in installed_packs(Path(sys.argv[1]))]
print(json.dumps([found, "importlib.metadata" in sys.modules]))
"""


@pytest.fixture
def site(tmp_path):
    """All that the interpreter finds beside the standard library, so that no other folder can change meanwhile."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "studykit").symlink_to(Path(studykit.__file__).parent)
    return folder


@pytest.fixture
def found(site, tmp_path):
    def run():
        environment = {**os.environ, "PYTHONPATH": str(site)}
        command = [sys.executable, "-S", "-c", PROGRAM, str(tmp_path / "cache")]
        return json.loads(subprocess.run(command, env=environment, cwd=site, capture_output=True, text=True, check=True).stdout)

    return run


def install(site, name, value):
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[studykit.packs]\n{name} = {value}\n", encoding="utf-8")


def test_without_packs_the_second_look_is_from_the_cache(found):
    assert found() == [[], True]
    assert found() == [[], False]


def test_a_module_is_a_pack_by_its_folder(site, found):
    (site / "vision").mkdir()
    (site / "vision/__init__.py").touch()
    install(site, "vision", "vision")
    assert found()[0] == [str(site / "vision")]
    assert found() == [[str(site / "vision")], False]


def test_an_attribute_gives_the_path(site, found):
    (site / "data").mkdir()
    (site / "audio.py").write_text("from pathlib import Path\nPACK = Path(__file__).parent / 'data'\n", encoding="utf-8")
    install(site, "audio", "audio:PACK")
    assert found()[0] == [str(site / "data")]


def test_an_installation_after_the_look_is_seen(site, found):
    assert found()[0] == []
    (site / "late").mkdir()
    install(site, "late", "late")
    assert found()[0] == [str(site / "late")]


def test_a_pack_that_cannot_be_loaded_is_there_with_its_fault(site, found):
    install(site, "broken", "no_such_module")
    (site / "fine").mkdir()
    install(site, "fine", "fine")
    fault = "its entry point no_such_module cannot be loaded (ModuleNotFoundError: No module named 'no_such_module')"
    assert found() == [[fault, str(site / "fine")], True]
    assert found() == [[fault, str(site / "fine")], False]


def test_a_fault_is_one_line_whatever_the_module_raises(site, found):
    (site / "loud.py").write_text("raise RuntimeError('one\\ntwo')\n", encoding="utf-8")
    install(site, "loud", "loud")
    assert found()[0] == ["its entry point loud cannot be loaded (RuntimeError: one two)"]


def test_a_module_that_is_repaired_in_its_place_is_seen(site, found):
    (site / "mended.py").write_text("raise RuntimeError\n", encoding="utf-8")
    install(site, "mended", "mended:PACK")
    assert found()[0] == ["its entry point mended:PACK cannot be loaded (RuntimeError: )"]
    (site / "mended.py").write_text(f"PACK = {str(site)!r}  # longer\n", encoding="utf-8")
    assert found()[0] == [str(site)]


def test_a_folder_that_is_missing_is_a_fault_until_it_is_there(site, found):
    (site / "audio.py").write_text(f"PACK = {str(site / 'data')!r}\n", encoding="utf-8")
    install(site, "audio", "audio:PACK")
    assert found()[0] == [f"its folder {site / 'data'} is missing"]
    (site / "data").mkdir()
    assert found() == [[str(site / "data")], True]
    (site / "data").rmdir()
    assert found()[0] == [f"its folder {site / 'data'} is missing"]


@pytest.mark.parametrize("folder", ["vision", "Studykit-Vision", "studykit_vision"])
def test_a_folder_is_meant_for_a_pack_by_its_entry_point_distribution_or_module(tmp_path, folder):
    pack = InstalledPack("vision", "studykit-vision", "studykit_vision.data", str(tmp_path / "elsewhere"))
    assert pack.is_named(tmp_path / folder)
    assert pack.is_named(tmp_path / "elsewhere")
    assert not pack.is_named(tmp_path / "data")


def test_a_damaged_cache_is_no_cache(site, found, tmp_path):
    found()
    (tmp_path / "cache/installed-packs.json").write_text('{"key": 1}', encoding="utf-8")
    assert found()[0] == []
