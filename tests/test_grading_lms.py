"""From an LMS's archive to points that it takes back: who is who, what was late, what can't be read, who is
missing."""

import csv
import io
import json
import zipfile

import pytest

from autograder.grading import from_lms, roster, tables, to_lms
from autograder.grading.handed_in import LATE_MARK
from tests.grading_course import AUTOMATIC, LESSON, answered, solved
from tests.test_grading_book import command as grading
from tests.test_grading_book import course, gradebook, judge, laid_out  # noqa: F401, fixtures

pytestmark = pytest.mark.slow

FULL = sum(AUTOMATIC.values())
ROSTER = """\
ID,First name,Last name,Email,canvas_id,sis_user_id,sis_login_id,section,moodle_id
jsmith,Jane,Smith,jane@example.org,12345,S-1,jane.smith,Monday,M-1
jsmith2,Jane,Smith,jane2@example.org,12346,S-2,jane.smith2,Monday,M-2
bob,Bob,Ó Briain,bob@example.org,12350,,,,
zoe,Zoë,Adams,zoe@example.org,,,,,
"""


def zipped(path, files, broken=()):
    """A zip with these files; what `broken` names gets a byte changed that its checksum stands for."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, (str, bytes)) else json.dumps(content))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for name in broken:
            at = archive.getinfo(name).header_offset + 30 + len(name.encode()) + 40
            data[at] ^= 0xFF
    path.write_bytes(data)
    return path


def imported(course, archive, *more):  # noqa: F811
    return from_lms.main([str(archive), LESSON, "--root", str(course.root), *more])


def exported(course, file, *more):  # noqa: F811
    code = to_lms.main([str(file), LESSON, "--root", str(course.root), *more])
    made = file.with_name(f"{file.stem}-graded.csv")
    return code, list(csv.reader(io.StringIO(made.read_text(encoding="utf8")))) if made.exists() else None


def canvas_zip(course):  # noqa: F811
    return zipped(
        course.root / "submissions.zip",
        {
            "smithjane_12345_900_small.ipynb": solved(why="a"),
            f"smithjane_12345_905_{'x' * 300}.txt": "a name that no disk can hold",
            "smithjane_LATE_12346_901_small-1.ipynb": answered(why="b"),
            "óbriainbob_12350_902_small.ipynb": solved(why="c" * 100),
            "strangersam_77_903_small.ipynb": solved(why="d"),
            "smithjane_12345_904_timestamp.txt": "2020-01-01 00:00:00 UTC",
            "__MACOSX/._smithjane_12345_900_small.ipynb": "x",
            "readme.txt": "what is this",
        },
        broken=["óbriainbob_12350_902_small.ipynb"],
    )


def canvas_gradebook(course, most="19"):  # noqa: F811
    """What Canvas exports: a row for assignments posted by hand, one of points, read-only totals at the
    end."""
    path = course.root / "2026-11-30_Grades-CS.csv"
    path.write_text(
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,Small (4711),Other (4712),Final Score\n"
        ",,,,,,Manual Posting,,\n"
        f"    Points Possible,,,,,,{most},5,(read only)\n"
        '"Smith, Jane",12345,S-1,jane.smith,Monday,,,3,50\n'
        '"Smith, Jane",12346,S-2,jane.smith2,Monday,,7,,50\n'
        '"Ó Briain, Bob",12350,,,,,1.5,,\n'
        '"Adams, Zoë",12360,,zadams,,,,,\n'
        '"Student, Test",99,,abc,,,,,\n',
        encoding="utf8",
    )
    return path


def test_canvas_there_and_back(course, capsys):  # noqa: F811
    (course.root / roster.FILE).write_text(ROSTER)
    assert imported(course, canvas_zip(course)) == 1
    said = capsys.readouterr().out
    assert "Canvas: 4 files of 4 students" in said
    assert "1 marked as late: jsmith2" in said
    assert "1 of roster.csv, nothing in the archive: zoe" in said
    assert "2 can't be read, and cost only themselves: óbriainbob_12350_902_small.ipynb, jsmith: xxx" in said
    assert "left out: readme.txt" in said and "strangersam with number 77 is nobody" in said
    submitted = course.root / "submitted"
    assert {p.name for p in submitted.iterdir()} == {"jsmith", "jsmith2", "canvas_77", "bob"} - {"bob"}
    assert not list(submitted.rglob("timestamp.txt")), "what a learner calls a time stamp is none"
    assert (submitted / "jsmith2" / LESSON / LATE_MARK).read_text() == "Canvas marks it as late\n"

    assert grading(course, LESSON) == 0
    said = capsys.readouterr().out
    assert "jsmith2: found as small-1.ipynb" in said.replace(f"{LESSON}/", "") and "marks it as late" in said
    assert "handed in nothing: bob, zoe" in said
    with gradebook(course) as book:
        jane = book.find_student("jsmith2")
        assert (jane.first_name, jane.email, jane.lms_user_id) == ("Jane", "jane2@example.org", "12346")

    code, rows = exported(course, canvas_gradebook(course, f"{FULL + 3:g}"))
    assert code == 1 and "canvas_77 (90_small: 19)" in capsys.readouterr().out
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Small (4711)"]
    assert {row[1]: row[-1] for row in rows[3:]} == {
        "12345": f"{FULL:g}",
        "12346": "4",
        "12350": "1.5",
        "12360": "",
        "99": "",
    }
    assert rows[1] == ["", "", "", "", "", "Manual Posting"] and rows[2][0] == "    Points Possible"

    # a second archive takes the place of the first; what was put there by hand stays
    (submitted / "jsmith" / LESSON / "note.txt").write_text("by hand")
    zipped(course.root / "again.zip", {"smithjane_12345_999_small-2.ipynb": solved(why="a new one")})
    assert imported(course, course.root / "again.zip") == 0
    assert {p.name for p in (submitted / "jsmith" / LESSON).iterdir()} == {
        "small-2.ipynb",
        "note.txt",
        ".imported.json",
    }


MOODLE = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    'Participant 501,Jane Smith,jane@example.org,Submitted for grading,,{most},Yes,"Monday, 9 November 2026, 11:58 PM",-,\r\n'  # noqa: E501
    'Participant 502,Jane Smith,jane2@example.org,Submitted for grading1 day 2 hours late,,{most},Yes,"Wednesday, 11 November 2026, 1:30 AM",-,\r\n'  # noqa: E501
    'Participant 503,"Bob Ó Briain",BOB@example.org,Submitted for grading,,{most},Yes,"Montag, 9. November 2026, 12:00",-,\r\n'  # noqa: E501
    "Participant 504,Zoë Adams,zoe@example.org,No submission,3.00,{most},Yes,-,-,well\r\n"
)


def test_moodle_there_and_back(course, capsys):  # noqa: F811
    (course.root / roster.FILE).write_text(ROSTER)
    worksheet = course.root / "Grades.csv"
    worksheet.write_bytes(MOODLE.format(most="100.00").encode())
    archive = zipped(
        course.root / "moodle.zip",
        {
            "Jane Smith_501_assignsubmission_file/small.ipynb": solved(why="a"),
            "Jane Smith_502_assignsubmission_file_/work/mine.ipynb": answered(why="b"),
            "Jane Smith_502_assignsubmission_file_/work/timestamp.txt": "2020-01-01 00:00:00 UTC",
            "Bob Ó Briain_503_assignsubmission_file_small.ipynb": solved(why="c"),
        },
    )
    assert imported(course, archive, "--worksheet", str(worksheet), "--zone", "Europe/Berlin") == 1
    said = capsys.readouterr().out
    assert "Moodle: 3 files of 3 students, 2 with a time stamp" in said and "late: jsmith2" in said
    assert "'Montag, 9. November 2026, 12:00' is no time as Moodle writes it in English" in said
    submitted = course.root / "submitted"
    assert {p.name for p in submitted.iterdir()} == {"jsmith", "jsmith2", "bob"}
    stamps = {p.parts[-3]: p.read_text() for p in submitted.rglob("timestamp.txt")}
    assert stamps == {"jsmith": "2026-11-09 22:58:00 UTC\n", "jsmith2": "2026-11-11 00:30:00 UTC\n"}

    assert grading(course, LESSON) == 0
    code, _ = exported(course, worksheet)
    assert code == 2 and "Moodle gives 100 points for 90_small at most" in capsys.readouterr().err
    worksheet.write_bytes(MOODLE.format(most=f"{FULL + 3:g}").encode())
    code, rows = exported(course, worksheet)
    assert code == 0 and rows[0][:2] == ["Identifier", "Full name"] and len(rows[0]) == 10
    assert [row[4] for row in rows[1:]] == [f"{FULL:g}", "4", f"{FULL:g}", "3.00"]
    assert rows[4][-1] == "well" and rows[1][7] == "Monday, 9 November 2026, 11:58 PM", (
        "everything else stays"
    )
    worksheet.write_bytes(MOODLE.format(most="38").encode())
    assert exported(course, worksheet, "--scale")[1][1][4] == f"{FULL * 38 / (FULL + 3):.2f}".rstrip(
        "0"
    ).rstrip(".")


def test_without_a_roster_two_of_one_name_stay_two_and_points_find_their_way_back(course, capsys):  # noqa: F811
    imported(course, canvas_zip(course))
    names = {p.name for p in (course.root / "submitted").iterdir()}
    assert names == {"canvas_12345", "canvas_12346", "canvas_77"}
    assert grading(course, LESSON) == 0
    code, rows = exported(course, canvas_gradebook(course, f"{FULL + 3:g}"))
    assert {row[1]: row[-1] for row in rows[3:5]} == {"12345": f"{FULL:g}", "12346": "4"}


def test_a_name_tells_who_somebody_is_only_where_it_is_one_persons(tmp_path):
    def who(names, **students):
        known = roster.Roster(
            roster.Student(id, *name.split(" ", 1), canvas_id=number)
            for id, (name, number) in students.items()
        )
        people = {number: from_lms.Handed(number, name) for number, name in names.items()}
        from_lms.identify(from_lms.Archive("Canvas", people, [], []), known, {}, None)
        return [handed.student for handed in people.values()]

    assert who({"1": "smithjane"}, jane=("Jane Smith", "")) == ["jane"]
    assert who({"1": "smithjane"}, jane=("Jane Smith", "2")) == ["canvas_1"], "her number is another one"
    assert who({"1": "smithjane"}, jane=("Jane Smith", ""), jane2=("Jane Smith", "")) == ["canvas_1"]
    assert who({"1": "smithjane", "2": "smithjane"}, jane=("Jane Smith", "")) == ["canvas_1", "canvas_2"]
    assert who({"1": "smithjane", "2": "smithjane"}, jane=("Jane Smith", "2"), j=("Jane Smith", "")) == [
        "j",
        "jane",
    ]


@pytest.mark.parametrize(
    "text, said",
    [
        ("name,email\n", "line 1: expected a heading with id and any of first_name"),
        ("id,phone\n", "there is no column 'phone'"),
        ("id,email\nann,a@b\n,c@d\n", "line 3: expected an id that can be a folder's name, found ''"),
        ("id,email\n../ann,a@b\n", "found '../ann'"),
        ("id,email\nann,a@b\nbob,A@B\n", "line 3: email 'A@B' is that of ann already"),
        ("id,email\nann,a@b\n\nAnn,\n", "line 4: id 'Ann' is that of ann already"),
        ("id,email\nann,a@b,more\n", "line 2: 3 cells, and the heading has 2"),
    ],
)
def test_a_roster_that_can_not_be_meant_is_named_with_its_line(tmp_path, text, said):
    (tmp_path / roster.FILE).write_text(text)
    with pytest.raises(tables.Mistaken, match="roster.csv, line") as problem:
        roster.read(tmp_path)
    assert said in str(problem.value)


def test_a_bad_roster_stops_grading_and_import_before_anything_happens(course, capsys):  # noqa: F811
    (course.root / roster.FILE).write_text("id,phone\nann,1\n")
    assert imported(course, canvas_zip(course)) == 2 and not (course.root / "submitted").exists()
    (course.root / "submitted" / "ann" / LESSON).mkdir(parents=True)
    assert grading(course, LESSON) == 2
    assert capsys.readouterr().err.count("no column 'phone'") == 2


def test_what_no_lms_packed_is_refused_with_what_was_expected(course, capsys):  # noqa: F811
    (course.root / "broken.zip").write_bytes(b"PK no zip")
    zipped(course.root / "other.zip", {"ann/small.ipynb": "{}"})
    for name in ("broken.zip", "other.zip", "none.zip"):
        assert imported(course, course.root / name) == 2
    said = capsys.readouterr().err
    assert "can't be opened as a zip" in said and "holds no file named as Canvas" in said
    (course.root / "x.csv").write_text("a,b\n1,2\n")
    assert exported(course, course.root / "x.csv")[0] == 2
    assert "is neither a gradebook that Canvas exported" in capsys.readouterr().err


@pytest.mark.parametrize(
    "lms, path, number, late, file",
    [
        ("CANVAS", "roejohn_124_457_masked_attention.ipynb", "124", None, "masked_attention.ipynb"),
        ("CANVAS", "doejane_LATE_123_456_a_1_2_b-2.ipynb", "123", "_LATE", "a_1_2_b-2.ipynb"),
        ("CANVAS", "late_LATE_1_2_LATE_3_4_x.ipynb", "1", "_LATE", "LATE_3_4_x.ipynb"),
        (
            "MOODLE",
            "Jane Doe_987_assignsubmission_file_masked_attention.ipynb",
            "987",
            None,
            "masked_attention.ipynb",
        ),
        (
            "MOODLE",
            "John Q_Roe_988_assignsubmission_file/masked_attention.ipynb",
            "988",
            None,
            "masked_attention.ipynb",
        ),
        ("MOODLE", "John Q_Roe_988_assignsubmission_file_/a/b_1_2_c.ipynb", "988", None, "a/b_1_2_c.ipynb"),
        (
            "MOODLE",
            "Participant_989_assignsubmission_onlinetext/onlinetext.html",
            "989",
            None,
            "onlinetext.html",
        ),
    ],
)
def test_names_in_archives_are_known(lms, path, number, late, file):
    found = getattr(from_lms, lms).fullmatch(path).groupdict()
    assert (found["number"], found.get("late"), found["file"]) == (number, late, file)


def test_a_path_in_an_archive_leads_nowhere_else(course):  # noqa: F811
    zipped(
        course.root / "evil.zip",
        {
            "Jane_5_assignsubmission_file/../../../out.ipynb": "{}",
            "Jane_5_assignsubmission_file//a\\b.ipynb": "{}",
        },
    )
    imported(course, course.root / "evil.zip")
    inside = {
        p.relative_to(course.root / "submitted").as_posix()
        for p in (course.root / "submitted").rglob("*.ipynb")
    }
    assert inside == {f"moodle_5/{LESSON}/a/b.ipynb"}
    assert not list(course.root.parent.glob("out.ipynb")) and not list(course.root.glob("out.ipynb"))
