"""A zip that could do harm: each bad member is left out with the reason, the rest is read, and nothing reaches the disk."""

import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from studykit.classroom.archive import MOST_MEMBERS, opened_archive
from studykit.classroom.collecting import collect
from studykit.classroom.handed_in import HandedIn
from studykit.content.installed import builtin_pack
from studykit.content.pack import Library, load_library
from studykit.errors import ClassError, SubmissionError

SGD = "optimizers/sgd_update"
GOOD = f"# studykit: {SGD}\nx = 1\n"
ZEROS_OF_A_BLOCK = 1 << 24
ZEROS_OF_10_GB = 600 * ZEROS_OF_A_BLOCK


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library([builtin_pack()])


def zipped(file: Path, *members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(file, "w", method) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return file


def with_good(file: Path, *members: tuple[str | zipfile.ZipInfo, str | bytes]) -> Path:
    return zipped(file, ("alice/sgd_update.py", GOOD), ("bob/sgd_update.py", GOOD), *members)


def all_left_out(found: HandedIn) -> str:
    return "\n".join([*found.left_out, *(line for student in found.students for line in student.left_out)])


def graded(found: HandedIn) -> list[str]:
    return [student.id for student in found.students if student.entries[0].submission]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../evil/sgd_update.py", "`..`"),
        ("alice/../../sgd_update.py", "`..`"),
        ("..\\..\\sgd_update.py", "`..`"),
        ("/etc/sgd_update.py", "absolute"),
        ("C:\\Windows\\sgd_update.py", "absolute"),
        ("\\\\server\\share\\sgd_update.py", "absolute"),
    ],
)
def test_a_name_that_leads_out_of_the_zip_is_left_out(tmp_path: Path, library: Library, name: str, why: str) -> None:
    place = tmp_path / "deep" / "er" / "class.zip"
    place.parent.mkdir(parents=True)
    found = collect(with_good(place, (name, GOOD)), library)
    assert why in found.left_out[0]
    assert graded(found) == ["alice", "bob"]
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [place]


@pytest.mark.parametrize(("kind", "why"), [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "is no regular file")])
def test_a_link_or_a_pipe_is_left_out(tmp_path: Path, library: Library, kind: int, why: str) -> None:
    info = zipfile.ZipInfo("carl/sgd_update.py")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    found = collect(with_good(tmp_path / "class.zip", (info, "../alice/sgd_update.py")), library)
    assert graded(found) == ["alice", "bob"]
    assert why in found.students[2].left_out[0]
    assert why in found.students[2].entries[0].problem


def test_what_is_encrypted_is_left_out(tmp_path: Path, library: Library) -> None:
    place = with_good(tmp_path / "class.zip", ("carl/sgd_update.py", GOOD))
    content = bytearray(place.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says so, in both headers of the last file
        content[content.rindex(signature) + flags] |= 1
    place.write_bytes(content)
    found = collect(place, library)
    assert graded(found) == ["alice", "bob"]
    assert "is encrypted" in all_left_out(found)


def test_a_way_of_compressing_that_cannot_be_stopped_is_left_out(tmp_path: Path, library: Library) -> None:
    found = collect(zipped(tmp_path / "class.zip", ("alice/sgd_update.py", GOOD), method=zipfile.ZIP_BZIP2), library, [SGD])
    assert "compressed in a way that is not read" in all_left_out(found)


@pytest.mark.parametrize(
    ("name", "size", "why"),
    [
        ("sgd_update.py", ZEROS_OF_10_GB, "is larger than 1 MiB"),
        ("sgd_update.ipynb", ZEROS_OF_10_GB, "is larger than 128 MiB"),
        ("sgd_update.py", 1 << 20, "is damaged in the zip"),  # the header says less than there is
        ("sgd_update.py", 0, "is empty"),
    ],
)
def test_ten_gigabytes_of_zeros_are_refused_and_the_others_are_graded(
    tmp_path: Path, library: Library, name: str, size: int, why: str
) -> None:
    place = with_bomb(with_good(tmp_path / "class.zip"), f"carl/{name}".encode(), size)
    found = collect(place, library)
    assert graded(found) == ["alice", "bob"]
    assert why in found.students[2].entries[0].problem
    assert found.students[2].entries[0].attempts == 1


def with_bomb(place: Path, name: bytes, size: int) -> Path:
    """Adds ten gigabytes of zeros, of which the header says that they are `size` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"\0" * ZEROS_OF_A_BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)  # after which it can be repeated
    packed = block * (ZEROS_OF_10_GB // ZEROS_OF_A_BLOCK) + b"\x03\x00"
    content = place.read_bytes()
    end = content.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<10xHII2x", content[end:])
    sizes = struct.pack("<HHQQ", 1, 16, size, len(packed))  # more than four gigabytes stand in an extra field
    header = struct.pack("<HHHHHIIIHH", 45, 0, 8, 0, 0x5A21, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(sizes))
    member = b"PK\x03\x04" + header + name + sizes + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 45) + header + struct.pack("<HHHII", 0, 0, 0, 0, start) + name + sizes
    directory = content[start : start + length] + entry
    last = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), start + len(member), 0)
    place.write_bytes(content[:start] + member + directory + b"PK\x05\x06" + last)
    return place


def test_all_that_is_decompressed_has_a_limit(tmp_path: Path) -> None:
    place = zipped(tmp_path / "class.zip", *((f"{n}.py", b"x" * 1000) for n in range(4)))
    with opened_archive(place, most_bytes=2500) as tree:
        read = [part.load(1000) for part in tree.parts[:2]]
        with pytest.raises(SubmissionError, match=r"2\.py: is not read, since all of the zip is more than 1 GiB"):
            tree.parts[2].load(1000)
    assert [len(each) for each in read] == [1000, 1000]


def test_a_part_gives_no_more_than_asked_and_one_byte(tmp_path: Path) -> None:
    with opened_archive(zipped(tmp_path / "class.zip", ("a.py", b"x" * 1000))) as tree:
        assert len(tree.parts[0].load(10)) == 11


def test_too_many_members_are_refused(tmp_path: Path, library: Library) -> None:
    place = zipped(tmp_path / "class.zip", *((f"{n}/a.py", b"") for n in range(MOST_MEMBERS + 1)), method=zipfile.ZIP_STORED)
    with pytest.raises(ClassError, match="holds 20,001 files; at most 20,000 are read"):
        collect(place, library)


@pytest.mark.parametrize("content", [b"", b"Rar!\x1a\x07\x01\x00", b"PK\x03\x04 and no end"])
def test_what_is_no_zip_is_refused(tmp_path: Path, library: Library, content: bytes) -> None:
    place = tmp_path / "class.zip"
    place.write_bytes(content)
    with pytest.raises(ClassError, match="is no zip, or was cut off"):
        collect(place, library)


def test_a_member_that_was_cut_off_is_the_only_one_left_out(tmp_path: Path, library: Library) -> None:
    place = with_good(tmp_path / "class.zip", ("carl/sgd_update.py", GOOD))
    content = bytearray(place.read_bytes())
    at = content.rindex(b"PK\x03\x04")
    content[at + 30 + len("carl/sgd_update.py")] ^= 0xFF
    place.write_bytes(content)
    found = collect(place, library)
    assert graded(found) == ["alice", "bob"]
    assert "damaged in the zip" in found.students[2].entries[0].problem


def test_a_zip_within_is_not_opened(tmp_path: Path, library: Library) -> None:
    inner = zipped(tmp_path / "inner.zip", ("sgd_update.py", GOOD)).read_bytes()
    found = collect(with_good(tmp_path / "class.zip", ("carl/all.zip", inner)), library)
    assert "carl/all.zip: is an archive" in found.students[2].entries[0].problem


@pytest.mark.parametrize(("encoding", "says_utf_8"), [("utf-8", True), ("utf-8", False), ("cp437", False)])
def test_names_in_old_and_new_encodings_are_read(tmp_path: Path, library: Library, encoding: str, says_utf_8: bool) -> None:
    name = "Zoë Müller"
    place = zipped(tmp_path / "class.zip", ("X" * len(name.encode(encoding)) + "/sgd_update.py", GOOD))
    content = bytearray(place.read_bytes().replace(b"X" * len(name.encode(encoding)), name.encode(encoding)))
    if says_utf_8:
        for signature, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
            content[content.rindex(signature) + flags] |= 0x08
    place.write_bytes(content)
    (student,) = collect(place, library).students
    assert (student.name, student.id) == (name, "Zoë-Müller")


def test_the_later_of_two_members_of_one_student_counts(tmp_path: Path, library: Library) -> None:
    old, new = (zipfile.ZipInfo(f"alice/{name}", when) for name, when in (("z.py", (2026, 1, 1, 0, 0, 0)), ("a.py", (2026, 1, 2, 0, 0, 0))))
    (student,) = collect(zipped(tmp_path / "class.zip", (new, GOOD + "# new"), (old, GOOD)), library).students
    assert student.entries[0].attempts == 2
    assert student.entries[0].submission.text.endswith("# new")
    assert student.entries[0].submission.file is None
    assert student.entries[0].place == "alice/a.py"
