"""Tests of the module: python3 -m unittest discover -s samples/python, with KETAMINE_OUTCOMES_TOOL naming the tool."""

import base64
import csv
import datetime
import os
import pathlib
import stat
import tempfile
import unittest
import warnings
import xml.etree.ElementTree as tree

import pandas as pd

import ketamine_outcomes as ko

DEMO = pathlib.Path(__file__).resolve().parents[1] / "demo"
ITEMS = [f"item{number}" for number in range(1, 10)]


def forms(ids, *answers):
    """PHQ-9 forms, one of nine answers an id."""
    return pd.DataFrame([dict(zip(ITEMS, row)) for row in answers]).assign(patient_id=ids)


def score(frame, **options):
    return total(ko.score(frame, "phq-9", keep="patient_id", **options))


def total(frame):
    return frame[frame["scale"] == "total"].reset_index(drop=True)


def demo(name):
    return pd.read_csv(DEMO / name, dtype=str, keep_default_na=False)


def fake_tool(folder, script):
    path = pathlib.Path(folder, "tool")
    path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class Scores(unittest.TestCase):
    def test_ids_that_look_like_numbers_or_like_nothing_stay_what_they_are(self):
        ids = ["007", "NA", "nan", "1e5", " x", "None"]
        scores = total(ko.score(forms(ids, *[[1] * 9] * 6), "phq-9", keep="patient_id"))
        self.assertEqual(scores["patient_id"].tolist(), ids)
        # Nine times 1.
        self.assertEqual(scores["score"].tolist(), [9.0] * 6)

    def test_text_of_any_kind_comes_back_unchanged(self):
        ids = ['a "quoted" one', "comma, semicolon; tab\t", "two\nlines", "Zoë – 患者", "=1+1", "", "line\u2028separator"]
        scores = total(ko.score(forms(ids, *[[0] * 9] * 7), "phq-9", keep=["patient_id"]))
        self.assertEqual(scores["patient_id"].tolist(), ids)

    def test_a_gap_makes_no_other_answer_a_fraction(self):
        # pandas holds 1 beside a gap as 1.0; 1+2+3+0+1+2+3+0+1 = 13.
        frame = forms(["a", "b"], [1, 2, 3, 0, 1, 2, 3, 0, 1], [1, None, 3, 0, 1, 2, 3, 0, 1])
        self.assertEqual(str(frame["item2"].dtype), "float64")
        scores = total(ko.score(frame, "phq-9", keep="patient_id"))
        self.assertEqual(scores["score"][0], 13.0)
        self.assertTrue(pd.isna(scores["score"][1]))
        self.assertEqual(scores["status"].tolist(), ["scored", "incomplete"])
        self.assertEqual(scores["answered"].tolist(), [9, 8])
        self.assertEqual(scores["issues"].tolist(), ["", "item-missing:item2"])

    def test_every_way_of_a_missing_cell_is_missing(self):
        for gap in [None, float("nan"), pd.NA, pd.NaT, ""]:
            frame = forms(["a"], [1] * 9)
            frame["item2"] = pd.Series([gap], dtype=object)
            self.assertEqual(score(frame)["issues"].tolist(), ["item-missing:item2"], repr(gap))

    def test_whole_numbers_of_every_type_are_answers(self):
        for kind in ["int64", "Int64", "float64", "float32", "int8", "object", "str", "category"]:
            frame = forms(["a"], [3, 2, 1, 0, 3, 2, 1, 0, 3])
            frame[ITEMS] = frame[ITEMS].astype(kind)
            # 3+2+1+0+3+2+1+0+3 = 15.
            self.assertEqual(score(frame)["score"].tolist(), [15.0], kind)

    def test_a_row_that_cannot_be_used_is_said_and_the_others_are_answered(self):
        frame = forms(["a", "b"], [7] + [1] * 8, [1] * 9)
        with self.assertWarnsRegex(ko.KetamineOutcomesWarning, "^forms.csv:2: item1: item-out-of-range"):
            scores = total(ko.score(frame, "phq-9", keep="patient_id"))
        self.assertEqual(scores["status"].tolist(), ["invalid", "scored"])
        self.assertEqual(scores["score"][1], 9.0)
        self.assertTrue(any("item-out-of-range" in line for line in scores.attrs["messages"]))

    def test_an_input_without_faults_gives_no_warning(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            score(forms(["a"], [0] * 9))

    def test_a_column_that_was_not_read_is_said(self):
        with self.assertWarnsRegex(ko.KetamineOutcomesWarning, "columns-ignored: Columns not used: patient_id"):
            ko.score(forms(["a"], [0] * 9), "phq-9")

    def test_an_unusable_input_raises_what_the_tool_says(self):
        with self.assertRaisesRegex(ko.KetamineOutcomesError, "column-missing"):
            ko.score(pd.DataFrame({"item1": [1]}), "phq-9")
        with self.assertRaisesRegex(ko.KetamineOutcomesError, "instrument"):
            ko.score(forms(["a"], [0] * 9), "no-such-instrument")

    def test_a_word_and_a_number_in_one_column_stay_apart(self):
        scores = ko.score(forms(["a"], [1] * 9), "phq-9", keep="patient_id").set_index("scale")["score"]
        self.assertEqual(scores["total"], 9)
        # One answer of 2 or more would be needed.
        self.assertEqual(scores["major-depressive-pattern"], "not-met")

    def test_the_wide_layout_has_a_row_a_form(self):
        wide = ko.score(forms(["a", "b"], [1] * 9, [None] * 9), "phq-9", keep="patient_id", wide=True)
        self.assertEqual(wide["patient_id"].tolist(), ["a", "b"])
        self.assertEqual(wide["total"].dtype, "float64")
        self.assertEqual(wide["total"][0], 9.0)
        self.assertTrue(pd.isna(wide["total"][1]))
        self.assertEqual(wide["total_status"].tolist(), ["scored", "incomplete"])

    def test_no_form_gives_the_columns_and_no_row(self):
        scores = score(forms(["a"], [1] * 9).head(0))
        self.assertEqual(len(scores), 0)
        self.assertIn("score", scores.columns)

    def test_options_by_name_as_list_and_as_dict(self):
        frame = forms(["a"], [1] * 9).rename(columns={"item1": "DPQ010"}).assign(visit="v1")
        frame["item2"] = 9
        scores = total(ko.score(frame, "phq-9", map={"item1": "DPQ010"}, missing_code=[7, 9], keep=["patient_id", "visit"]))
        self.assertEqual(scores["visit"].tolist(), ["v1"])
        self.assertEqual(scores["issues"].tolist(), ["item-missing:item2"])


class Courses(unittest.TestCase):
    def rows(self, **columns):
        frame = pd.DataFrame({"patient_id": "007", "instrument": "phq-9", "score": [12, 5], **columns})
        # Without treatments the first score is the baseline, and the others are visits.
        rows = ko.assess(frame, indicator=["baseline", "score"], at="every-visit")
        return rows[rows["state"] == "measured"].drop_duplicates("at").sort_values("at")

    def test_dates_are_written_as_dates(self):
        for times in [["2026-01-01", "2026-02-01"], pd.to_datetime(["2026-01-01", "2026-02-01"]), [datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]]:
            rows = self.rows(assessed_at=times)
            self.assertEqual(rows["at"].tolist(), ["2026-01-01", "2026-02-01"])
            self.assertEqual(rows["patient_id"].tolist(), ["007"] * 2)
            # The whole of January lies between.
            self.assertEqual(rows["day"].tolist(), [0.0, 31.0])
            self.assertEqual(rows["value"].tolist(), [12.0, 5.0])
            self.assertEqual(rows["series"].tolist(), [1, 1])

    def test_times_keep_their_hour_and_their_offset(self):
        local = self.rows(assessed_at=pd.to_datetime(["2026-01-01 14:30", "2026-02-01 09:05:30"]))
        self.assertEqual([text[:16] for text in local["at"]], ["2026-01-01T14:30", "2026-02-01T09:05"])
        zoned = self.rows(assessed_at=pd.to_datetime(["2026-01-01 14:30", "2026-02-01 09:05"]).tz_localize("Europe/Berlin"))
        self.assertTrue(all(text.endswith("+01:00") for text in zoned["at"]), zoned["at"].tolist())

    def test_dates_among_times_are_not_given_an_hour(self):
        with self.assertRaisesRegex(ValueError, "column assessed_at.*midnight"):
            self.rows(assessed_at=pd.to_datetime(["2026-01-01", "2026-02-01 09:05"]))

    def test_an_id_that_has_lost_digits_is_refused(self):
        with self.assertRaisesRegex(ValueError, "16 digits"):
            self.rows(assessed_at="2026-01-01", patient_id=[12345678901234567.0, float("nan")])

    def test_an_id_the_wire_takes_for_missing_is_an_error_and_no_person(self):
        frame = pd.DataFrame({"patient_id": ["NA", "a"], "instrument": "phq-9", "score": 12, "assessed_at": "2026-01-01"})
        with self.assertWarnsRegex(ko.KetamineOutcomesWarning, "assessments.csv:2: patient_id: value-missing"):
            rows = ko.assess(frame)
        self.assertEqual(set(rows["patient_id"]), {"a"})

    def test_the_demo_is_what_the_tool_writes(self):
        names = {"assessments": "assessments.csv", "treatments": "infusions.csv", "events": "events.csv"}
        rows = ko.assess(**{name: demo(file) for name, file in names.items()}, at=["infusion:1", "last"])
        options = [word for name, file in names.items() for word in (f"--{name}", str(DEMO / file))]
        text, _ = ko._run(None, ["assess", *options, "--at", "infusion:1,last", "--format", "csv"])
        written = list(csv.DictReader(text.splitlines()))
        self.assertEqual(len(rows), len(written))
        self.assertGreater(len(rows), 1000)
        for column in rows.columns:
            if column in ("value", "low", "high", "day", "series"):
                self.assertEqual([None if pd.isna(cell) else float(cell) for cell in rows[column]], [float(row[column]) if row[column] else None for row in written], column)
            else:
                self.assertEqual(rows[column].tolist(), [row[column] for row in written], column)

    def test_further_tables_are_frames_too(self):
        rows = ko.assess(demo("assessments.csv"), demo("infusions.csv"), chair=demo("chair.csv"), indicator="peak")
        peaks = rows[(rows["instrument"] == "chair") & (rows["scale"] == "systolic") & (rows["patient_id"] == "D04") & (rows["point"] == "infusion:3")]
        chair = demo("chair.csv")
        seen = chair[(chair["patient_id"] == "D04") & (chair["infusion"] == "3") & (chair["measure"] == "blood-pressure") & (chair["minutes"].astype(int) > 0)]
        self.assertEqual(peaks["value"].tolist(), [max(float(value.split("/")[0]) for value in seen["value"])])

    def test_as_of_takes_a_date_of_any_kind(self):
        for day in ["2026-02-01", datetime.date(2026, 2, 1), pd.Timestamp("2026-02-01")]:
            rows = ko.assess(demo("assessments.csv"), demo("infusions.csv"), indicator="score", at="every-visit", as_of=day)
            self.assertLessEqual(max(at[:10] for at in rows["at"] if at), "2026-02-01")


class Cohorts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.output = pathlib.Path(cls.folder.name, "cohort")
        cls.clinic = ko.cohort(demo("assessments.csv"), demo("infusions.csv"), demo("events.csv"), output=cls.output, at=["infusion:1", "end-of-induction"], primary="phq-9")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_everything_that_was_written_is_there(self):
        self.assertEqual({f"tables/{name}.csv": len(frame) for name, frame in self.clinic.tables.items()}, self.clinic.manifest["tables"])
        self.assertEqual([f"figures/{name}.svg" for name in sorted(self.clinic.figures)], sorted(self.clinic.manifest["figures"]))
        self.assertGreater(len(self.clinic.figures), 0)
        # Thirty people have an infusion or a form.
        people = set(demo("assessments.csv")["patient_id"]) | set(demo("infusions.csv")["patient_id"])
        self.assertEqual(self.clinic.manifest["members"], len(people))
        self.assertEqual(self.clinic.manifest["options"]["at"], "infusion:1,end-of-induction")

    def test_each_column_has_the_type_of_the_dictionary(self):
        types = {"count": "Int64", "number": "float64", "text": "object"}
        for row in self.clinic.dictionary.to_dict("records"):
            self.assertEqual(str(self.clinic.tables[row["table"]][row["column"]].dtype), types[row["type"]], row)

    def test_each_cell_is_what_stands_in_the_file(self):
        cells = 0
        for name, frame in self.clinic.tables.items():
            with open(self.output / "tables" / f"{name}.csv", encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            self.assertEqual(list(frame.columns), header)
            for at, column in enumerate(header):
                for cell, text in zip(frame[column], [row[at] for row in rows]):
                    cells += 1
                    if isinstance(cell, str):
                        self.assertEqual(cell, text, (name, column))
                    else:
                        self.assertTrue(text == "" if pd.isna(cell) else float(text) == cell, (name, column, cell, text))
        self.assertGreater(cells, 10000)

    def test_a_figure_draws_itself(self):
        for figure in self.clinic.figures.values():
            self.assertEqual(tree.fromstring(figure._repr_svg_()).tag, "{http://www.w3.org/2000/svg}svg")
            self.assertTrue(figure._repr_svg_().startswith("<svg"), figure)
            image = tree.fromstring(figure._repr_html_().replace(">", "/>"))
            self.assertEqual(base64.b64decode(image.get("src").split(",")[1]).decode("utf-8"), figure.svg)
            title = tree.fromstring(figure.svg).find("{http://www.w3.org/2000/svg}title").text
            self.assertTrue(image.get("alt").startswith(title + ". "), image.get("alt"))

    def test_a_folder_is_read_again(self):
        again = ko.read_cohort(self.output)
        self.assertEqual(again.manifest, self.clinic.manifest)
        pd.testing.assert_frame_equal(again.tables["rates"], self.clinic.tables["rates"])

    def test_a_row_that_cannot_be_used_is_said_and_the_others_are_counted(self):
        frame = demo("assessments.csv")
        frame.loc[3, "assessed_at"] = "01/02/2026"
        # Row 3 of the frame is line 5 of the file.
        with self.assertWarnsRegex(ko.KetamineOutcomesWarning, "^assessments.csv:5: assessed_at: value-unreadable"):
            clinic = ko.cohort(frame, demo("infusions.csv"))
        self.assertEqual(clinic.manifest["members"], self.clinic.manifest["members"])
        self.assertTrue(any("value-unreadable" in line for line in clinic.messages))

    def test_groups_of_ones_own(self):
        people = pd.DataFrame({"patient_id": sorted(set(demo("infusions.csv")["patient_id"]))})
        people["site"] = ["north", "south"] * (len(people) // 2) + ["north"] * (len(people) % 2)
        members = ko.cohort(demo("assessments.csv"), demo("infusions.csv"), people=people).tables["members"]
        self.assertEqual(members.set_index(["group", "level"])["members"].loc[("site", "south")], len(people) // 2)


class Calls(unittest.TestCase):
    def test_a_tool_that_is_not_there_is_said(self):
        with self.assertRaisesRegex(ko.KetamineOutcomesError, "KETAMINE_OUTCOMES_TOOL"):
            ko.score(forms(["a"], [0] * 9), "phq-9", tool="/no/such/tool")

    def test_a_tool_that_breaks_down_gives_no_answer(self):
        with tempfile.TemporaryDirectory() as folder:
            for code in (2, 3, 134):
                with self.assertRaisesRegex(ko.KetamineOutcomesError, "what it said"):
                    ko.score(forms(["a"], [0] * 9), "phq-9", tool=fake_tool(folder, f"echo what it said >&2; exit {code}\n"))
            with self.assertRaises(ko.KetamineOutcomesError):
                ko.score(forms(["a"], [0] * 9), "phq-9", tool=fake_tool(folder, "kill -9 $$\n"))

    @unittest.skipIf(os.name == "nt", "needs a shell")
    def test_what_was_written_for_the_tool_is_gone_afterwards_and_was_nobody_elses(self):
        with tempfile.TemporaryDirectory() as folder:
            tool = fake_tool(folder, f'echo "$3" > {folder}/path; stat -c %a "$(dirname "$3")" > {folder}/mode; exit 2\n')
            with self.assertRaises(ko.KetamineOutcomesError):
                ko.score(forms(["a"], [0] * 9), "phq-9", tool=tool)
            path = pathlib.Path(folder, "path").read_text(encoding="utf-8").strip()
            self.assertTrue(path.endswith("forms.csv"))
            self.assertFalse(os.path.exists(path))
            self.assertEqual(pathlib.Path(folder, "mode").read_text(encoding="utf-8").strip(), "700")

    def test_what_is_no_frame_is_refused(self):
        with self.assertRaises(TypeError):
            ko.assess([1, 2, 3])


if __name__ == "__main__":
    unittest.main()
