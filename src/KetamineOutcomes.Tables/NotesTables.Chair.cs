using System.Globalization;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Tables;

public static partial class NotesTables
{
    private const string SideEffect = "side-effect:";

    private static readonly LongColumns ChairColumns = new(
        ["patient_id", "measure", "value"],
        ["course_id", "infusion", "minutes"],
        [("given_at", "given_day"), ("measured_at", "measured_day")],
        HasItems: false,
        NeedsTime: false);

    private static readonly Dictionary<string, ChairMeasure> Measures = ChairMeasures.All.ToDictionary(measure => measure.ToWord(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, bool> Presence = new(StringComparer.OrdinalIgnoreCase)
    {
        ["present"] = true,
        ["yes"] = true,
        ["1"] = true,
        ["absent"] = false,
        ["no"] = false,
        ["0"] = false,
    };

    private sealed partial class Reading
    {
        public void ReadChair(LongRow row)
        {
            var patient = row.Required("patient_id");
            var measure = row.Required("measure");
            var moment = ReadMoment(row);
            var number = ReadWhole(row, "infusion");
            var given = row.Time("given_at", "given_day", required: number is null && !row.HasFailed);
            if (number is not null && given is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "infusion", "Give the infusion's number or its time, not both.");
            }

            if (patient is null || measure is null || moment is null || row.HasFailed || Find(patient, row, "chair") is not { } course || FindInfusion(row, course.Course, number, given) is not { } index)
            {
                return;
            }

            if (!course.Chair.TryGetValue(index, out var session))
            {
                session = ([], [], []);
            }

            if (course.Chair.Count == 0)
            {
                course.ChairAt = (row.FileName, row.Line);
            }

            List<ChairReading> readings = [];
            List<SideEffectSighting> sightings = [];
            List<ChairMoment> ends = [];
            if (ReadMeasure(row, measure, moment, readings, sightings, ends))
            {
                // What one row alone can have wrong is told at that row: a time that has no minute beside the start, or lies far from it.
                var alone = ChairSession.Create(course.Course.Infusions[index], readings, sightings, ends.FirstOrDefault());
                Take(alone.Issues.Where(issue => IsOfOneRow(issue.Code)), (row.FileName, row.Line));
                var within = alone.GetValueOrThrow().Within(course.Course).Issues;
                Take(within, (row.FileName, row.Line));
                if (within.Any(issue => issue.Code == IssueCodes.ChairAfterNext))
                {
                    // What lies at or after the next infusion is left out and never moved there.
                    return;
                }

                session.Readings.AddRange(readings);
                session.Sightings.AddRange(sightings);
                session.Ends.AddRange(ends);
                course.Chair[index] = session;
            }
        }

        private static bool IsOfOneRow(string code) => code is IssueCodes.ChairNotTimed or IssueCodes.ChairFar;

        private static ChairMoment? ReadMoment(LongRow row)
        {
            var minutes = row.Number("minutes");
            if (row.HasFailed)
            {
                return null;
            }

            var clock = row.Time("measured_at", "measured_day", required: minutes is null);
            if (minutes is not { } minute)
            {
                return clock is { } at ? new ChairMoment.Clock(at) : null;
            }

            if (clock is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "minutes", "Give the minutes from the start or the time, not both.");
                return null;
            }

            if (Fraction.Abs(minute) > ChairMoment.FarthestMinute)
            {
                row.Fail(TableCodes.ValueUnreadable, "minutes", $"Expected minutes from the start of the infusion, -{ChairMoment.FarthestMinute.ToString(CultureInfo.InvariantCulture)} to {ChairMoment.FarthestMinute.ToString(CultureInfo.InvariantCulture)}.");
                return null;
            }

            return new ChairMoment.Minute((decimal)minute.Numerator / minute.Denominator);
        }

        private static bool ReadMeasure(LongRow row, string measure, ChairMoment moment, List<ChairReading> readings, List<SideEffectSighting> sightings, List<ChairMoment> ends)
        {
            if (string.Equals(measure, "observed-until", StringComparison.OrdinalIgnoreCase))
            {
                ends.Add(moment);
                return true;
            }

            if (measure.StartsWith(SideEffect, StringComparison.OrdinalIgnoreCase))
            {
                var effect = measure[SideEffect.Length..].Trim().ToLowerInvariant();
                if (effect.Length == 0)
                {
                    row.Fail(TableCodes.ValueUnreadable, "measure", "Expected a side effect behind the colon, for example side-effect:nausea.");
                    return false;
                }

                if (row.Text("value") is null)
                {
                    return false;
                }

                var present = row.Word("value", Presence, fallback: false);
                if (!row.HasFailed)
                {
                    sightings.Add(new SideEffectSighting(effect, present, moment));
                }

                return !row.HasFailed;
            }

            if (string.Equals(measure, "blood-pressure", StringComparison.OrdinalIgnoreCase))
            {
                return ReadPressure(row, moment, readings);
            }

            if (!Measures.TryGetValue(measure, out var known))
            {
                row.Fail(TableCodes.ValueUnreadable, "measure", "Expected one of " + string.Join(", ", Measures.Keys) + ", blood-pressure, observed-until, side-effect:NAME.");
                return false;
            }

            // A missing value is a reading that was not taken.
            if (row.Number("value") is not { } value)
            {
                return false;
            }

            if (known.IsFractionOfOne(value))
            {
                row.Fail(IssueCodes.ChairPercentExpected, "value", "Expected percent, such as 97: this is a fraction of 1.");
                return false;
            }

            if (!known.CanBe(value))
            {
                row.Fail(TableCodes.ValueUnreadable, "value", "The measure has no such value.");
                return false;
            }

            readings.Add(new ChairReading(known, value, moment));
            return true;
        }

        private static bool ReadPressure(LongRow row, ChairMoment moment, List<ChairReading> readings)
        {
            if (row.Text("value") is not { } text)
            {
                return false;
            }

            var parts = text.Split('/');
            if (parts.Length != 2
                || !Cells.TryNumber(parts[0].Trim(), out var systolic) || !Cells.TryNumber(parts[1].Trim(), out var diastolic)
                || !ChairMeasure.Systolic.CanBe(systolic) || !ChairMeasure.Diastolic.CanBe(diastolic) || systolic <= diastolic)
            {
                row.Fail(TableCodes.ValueUnreadable, "value", "Expected a blood pressure such as 120/80.");
                return false;
            }

            readings.Add(new ChairReading(ChairMeasure.Systolic, systolic, moment));
            readings.Add(new ChairReading(ChairMeasure.Diastolic, diastolic, moment));
            return true;
        }

        private static int? FindInfusion(LongRow row, Course course, int? number, ClinicalTime? given)
        {
            if (number is { } wanted)
            {
                // The clinic counted an infusion that was left out: the number may be that of another dose here.
                if (course.Unreadable.Any(record => record.About == UnreadableRecord.Infusion))
                {
                    row.Fail(TableCodes.InfusionUnmatched, "infusion", "A treatment row of the course could not be read, so that the infusions' numbers are not known: correct it, or give the infusion's time.");
                    return null;
                }

                if (wanted <= course.Infusions.Count)
                {
                    return wanted - 1;
                }

                row.Fail(TableCodes.InfusionUnmatched, "infusion", "The course has fewer infusions.");
                return null;
            }

            var at = given!.Value;
            var found = Enumerable.Range(0, course.Infusions.Count).Where(i => course.Infusions[i].At.SharesScaleWith(at) && course.Infusions[i].At.CompareKnown(at) == 0).ToList();
            if (found.Count == 1)
            {
                return found[0];
            }

            row.Fail(TableCodes.InfusionUnmatched, at.IsRelative ? "given_day" : "given_at", found.Count == 0 ? "The course has no infusion at this time." : "The course has more than one infusion at this time: give the time of day, or the infusion's number.");
            return null;
        }

        private static int? ReadWhole(LongRow row, string column)
        {
            if (row.Number(column) is not { } number)
            {
                return null;
            }

            if (number.IsInteger && number >= 1 && number <= int.MaxValue)
            {
                return (int)number.Numerator;
            }

            row.Fail(TableCodes.ValueUnreadable, column, "Expected a whole number from 1.");
            return null;
        }
    }
}
