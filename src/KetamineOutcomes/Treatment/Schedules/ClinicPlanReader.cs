using System.Globalization;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Reads a clinic's plan, strictly.</summary>
internal sealed class ClinicPlanReader
{
    internal const int Format = 1;

    /// <summary>The course of a record that names none.</summary>
    internal const string OnlyCourse = "1";

    internal static readonly Dictionary<string, ClosedDayRule> ClosedRules = new(StringComparer.Ordinal)
    {
        ["next-open"] = ClosedDayRule.NextOpen,
        ["previous-open"] = ClosedDayRule.PreviousOpen,
        ["nearest-open"] = ClosedDayRule.NearestOpen,
    };

    internal static readonly Dictionary<string, DayOfWeek> Weekdays =
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    internal static readonly Dictionary<string, bool> For = new(StringComparer.Ordinal) { ["all"] = false, ["listed"] = true };

    private readonly List<Issue> _issues = [];
    private readonly CitationReader _citations = new();

    private readonly string? _file;

    private ClinicPlanReader(string? file) => _file = file;

    public static ReadResult<ClinicPlan> Read(ReadOnlyMemory<byte> utf8Json, string? file)
    {
        var reader = new ClinicPlanReader(file);
        return StrictDocument.Read(utf8Json, reader._issues, (value, _) => reader.ReadPlan(value));
    }

    private ClinicPlan? ReadPlan(StrictValue value)
    {
        var root = value.Object();
        if (root.Has("steps") || !(root.Has("schedules") || root.Has("forms")))
        {
            // A schedule by itself.
            _issues.Clear();
            return ScheduleReader.Read(value, _issues) is { } alone && _issues.Count == 0 ? new ClinicPlan([new PlannedSchedule(alone) { Place = PlaceOf(value.Path) }]) : null;
        }

        _ = root.Optional("$schema", v => v.Text());
        var format = root.Get("format", v => v.WholeNumber(1, int.MaxValue), Format);
        if (format != Format)
        {
            root.Fail(IssueCodes.JsonFormatUnsupported, $"This library reads format {Format}.");
            return null;
        }

        if (root.Has("sources"))
        {
            _citations.ReadSources(root);
        }

        var closing = root.Optional("closing", ReadClosing, ClosingDays.None);
        var schedules = root.Array("schedules", v => ReadSchedule(v, closing));
        var forms = root.Array("forms", ReadForms);
        root.Close();
        foreach (var twice in new[] { ClinicPlan.FindTwice(schedules.OfType<PlannedSchedule>().Select(each => each.Id)), ClinicPlan.FindTwice(forms.OfType<PlannedForms>().Select(each => each.Id)) })
        {
            if (twice is not null)
            {
                root.Fail(IssueCodes.DefinitionIdDuplicate, $"{twice} stands twice: give one of the two an id of its own.");
            }
        }

        return _issues.Count > 0 ? null : new ClinicPlan(schedules.OfType<PlannedSchedule>(), forms.OfType<PlannedForms>());
    }

    private string PlaceOf(string path) => _file is null ? path : $"{_file}: {path}";

    private PlannedSchedule? ReadSchedule(StrictValue value, ClosingDays closing)
    {
        var members = value.Object();
        var schedule = members.Get("schedule", ReadNamed, null);
        var id = members.Optional("id", InstrumentReader.ReadSlug);
        var listedOnly = members.Optional("for", v => v.Word(For), false);
        var own = members.Optional("closing", ReadClosing, closing);
        var records = members.Array("records", v => ReadRecord(v, schedule));
        members.Close();
        if (records.DistinctBy(record => (record.PatientId, record.CourseId, record.Series)).Count() < records.Count)
        {
            members.Fail(IssueCodes.DefinitionIdDuplicate, "Two records are of one patient, course and series.");
            return null;
        }

        return schedule is null || _issues.Count > 0 ? null : new PlannedSchedule(schedule, id, records, own, listedOnly) { Place = PlaceOf(value.Path) };
    }

    private Schedule? ReadNamed(StrictValue value)
    {
        if (!value.TryText(out var name))
        {
            return ScheduleReader.Read(value, _issues);
        }

        if (ScheduleCatalogue.Shipped.Find(name) is { } shipped)
        {
            return shipped;
        }

        value.Fail(IssueCodes.DefinitionIdUnknown, $"There is no such schedule; those that ship are {string.Join(", ", ScheduleCatalogue.Shipped.Ids)}.");
        return null;
    }

    private PlanRecord ReadRecord(StrictValue value, Schedule? schedule)
    {
        var members = value.Object();
        var patient = members.Text("patient");
        var course = members.Optional("course", v => v.Text()) ?? OnlyCourse;
        var series = members.Optional("series", v => v.WholeNumber(1, ScheduleReader.Largest), 1);
        var anchor = members.Optional("anchor", v => (ClinicalTime?)ReadTime(v), null);
        var changes = members.Array("changes", v => ReadChange(v, schedule));
        members.Close();
        if (anchor is { } begins && changes.Any(change => change.At.IsRelative != begins.IsRelative))
        {
            members.Fail(IssueCodes.MixedTimeScales, "Calendar dates and relative days stand in one record; give one or the other.");
        }

        if (changes.GroupBy(change => change.At).Any(group => group.Distinct().Skip(1).Any()))
        {
            members.Fail(IssueCodes.ScheduleChangeOrder, "Two unlike changes stand on one day.");
        }

        return new PlanRecord(patient, course, series, anchor, changes) { Place = PlaceOf(value.Path) };
    }

    private static StepChange ReadChange(StrictValue value, Schedule? schedule)
    {
        var members = value.Object();
        var step = members.Get("step", InstrumentReader.ReadSlug, "?");
        var at = members.Get("at", ReadTime, ClinicalTime.OnDay(0));
        members.Close();
        if (schedule is not null && step != "?" && schedule.FindStep(step) is null)
        {
            members.Fail(IssueCodes.ScheduleStepUnknown, $"{schedule.Id} has no step {step}; it has {string.Join(", ", schedule.Steps.Select(each => each.Id))}.");
        }

        return new StepChange(step, at);
    }

    private static ClosingDays ReadClosing(StrictValue value)
    {
        var members = value.Object();
        var dates = members.Array("dates", ReadDate);
        var weekdays = members.Array("weekdays", v => v.Word(Weekdays));
        var rule = members.Optional("rule", v => v.Word(ClosedRules), ClosedDayRule.NextOpen);
        members.Close();
        if (weekdays.Distinct().Count() < 7)
        {
            return new ClosingDays(dates, weekdays, rule);
        }

        members.Fail(IssueCodes.JsonValueInvalid, "A clinic that is closed every day of the week gives no doses.");
        return ClosingDays.None;
    }

    private PlannedForms? ReadForms(StrictValue value)
    {
        var members = value.Object();
        var id = members.Get("id", InstrumentReader.ReadSlug, "?");
        var instrument = members.Get("instrument", InstrumentReader.ReadSlug, "?");
        var (before, after) = members.Optional("window", ReadWindow, (0, 0));
        AssessmentRule? rule = null;
        if (members.TryGet("afterDoses", out var doses))
        {
            var inner = doses.Value.Object();
            rule = new AssessmentRule.FromDoses(
                instrument,
                inner.Get("days", v => v.WholeNumber(-ScheduleReader.Largest, ScheduleReader.Largest), 0),
                inner.Optional("first", v => v.WholeNumber(1, ScheduleReader.Largest), 1),
                inner.Optional("every", v => v.WholeNumber(1, ScheduleReader.Largest), 1),
                before,
                after);
            inner.Close();
        }
        else if (members.TryGet("every", out var every))
        {
            var inner = every.Value.Object();
            rule = inner.TryGet("months", out var months)
                ? AssessmentRule.Repeating.EveryMonths(instrument, months.Value.WholeNumber(1, ScheduleReader.Largest), before, after)
                : AssessmentRule.Repeating.EveryDays(instrument, inner.Get("days", v => v.WholeNumber(1, ScheduleReader.Largest), 1), before, after);
            inner.Close();
        }
        else
        {
            members.Fail(IssueCodes.JsonMemberMissing, "Say afterDoses or every.");
        }

        var evidence = members.Has("evidence") ? _citations.ReadEvidence(members) : [];
        members.Close();
        return rule is null || _issues.Count > 0 ? null : new PlannedForms(id, rule, evidence) { Place = PlaceOf(value.Path) };
    }

    private static (int Before, int After) ReadWindow(StrictValue value)
    {
        var members = value.Object();
        var window = (members.Optional("before", v => v.WholeNumber(0, ScheduleReader.Largest), 0), members.Optional("after", v => v.WholeNumber(0, ScheduleReader.Largest), 0));
        members.Close();
        return window;
    }

    /// <summary>A date as a text, or a relative day as a number; times of day play no part in plans.</summary>
    private static ClinicalTime ReadTime(StrictValue value) => value.Kind == System.Text.Json.JsonValueKind.Number
        ? ClinicalTime.OnDay(value.WholeNumber(-ClinicalTime.MaxRelativeDay, ClinicalTime.MaxRelativeDay))
        : ClinicalTime.OnDate(ReadDate(value));

    private static DateOnly ReadDate(StrictValue value)
    {
        if (value.TryText(out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        value.FailValue("a date such as 2026-03-01");
        return DateOnly.MinValue;
    }
}
