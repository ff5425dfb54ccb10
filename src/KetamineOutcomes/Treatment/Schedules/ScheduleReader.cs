using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Reads a schedule file, strictly.</summary>
internal sealed class ScheduleReader
{
    /// <summary>The format that this reader knows. A new one gets a new number and the old one stays readable.</summary>
    internal const int Format = 1;

    /// <summary>The longest gap, length or window in its unit; larger numbers are slips.</summary>
    internal const int Largest = 1000;

    /// <summary>The words of <see cref="Schedule.Begins"/>.</summary>
    internal static readonly Dictionary<string, ScheduleStart> Starts = new(StringComparer.Ordinal)
    {
        ["first-infusion"] = ScheduleStart.FirstInfusion,
        ["first-booster"] = ScheduleStart.FirstBooster,
    };

    private readonly List<Issue> _issues;
    private readonly CitationReader _citations = new();

    private ScheduleReader(List<Issue> issues) => _issues = issues;

    public static ReadResult<Schedule> Read(ReadOnlyMemory<byte> utf8Json)
    {
        var reader = new ScheduleReader([]);
        return StrictDocument.Read(utf8Json, reader._issues, (value, _) => reader.ReadSchedule(value));
    }

    /// <summary>Reads a schedule that stands inside another document, into whose issues it writes.</summary>
    public static Schedule? Read(StrictValue value, List<Issue> issues) => new ScheduleReader(issues).ReadSchedule(value);

    private Schedule? ReadSchedule(StrictValue value)
    {
        var root = value.Object();
        _ = root.Optional("$schema", v => v.Text());
        var format = root.Get("format", v => v.WholeNumber(1, int.MaxValue), Format);
        if (format != Format)
        {
            root.Fail(IssueCodes.JsonFormatUnsupported, $"This library reads format {Format}.");
            return null;
        }

        _citations.ReadSources(root);
        var schedule = new Schedule
        {
            Id = root.Get("id", InstrumentReader.ReadSlug, "?"),
            Version = root.Get("version", v => InstrumentReader.ReadPattern(v, InstrumentReader.VersionPattern(), "a version such as 1.0.0"), "?"),
            Name = root.Text("name"),
            Begins = root.Optional("begins", v => v.Word(Starts), ScheduleStart.FirstInfusion),
            Steps = root.Array("steps", ReadStep, atLeast: 1),
            Sources = _citations.Sources,
            Evidence = _citations.ReadEvidence(root),
            Notes = root.Array("notes", v => v.Text()),
        };
        root.Close();
        if (_issues.Count > 0)
        {
            // What follows compares the steps; with one that could not be read it would report what is not so.
            return null;
        }

        CheckSteps(root, schedule);
        return schedule;
    }

    private ScheduleStep ReadStep(StrictValue value)
    {
        var members = value.Object();
        var step = new ScheduleStep
        {
            Id = members.Get("id", InstrumentReader.ReadSlug, "?"),
            Repeat = members.Get("repeat", ReadRepeat, new StepRepeat.Days([1])),
            Length = members.Optional("length", ReadLength),
            Window = members.Get("window", ReadWindow, new DueWindow()),
            Then = members.Optional("then", InstrumentReader.ReadSlug),
            Moves = members.Array("moves", ReadMove),
            Evidence = _citations.ReadEvidence(members),
        };
        members.Close();
        if (step.Then is not null && step.Length is null)
        {
            members.Fail(IssueCodes.ScheduleSteps, "A step without a length has no end after which another could follow by itself.");
        }

        if (step is { Then: null, Length: not null, Moves.IsEmpty: true })
        {
            members.Fail(IssueCodes.ScheduleSteps, "A step with a length says what follows: a step, the end, or branches.");
        }

        if (step.Id == ScheduleStep.ScheduleEnd)
        {
            members.Fail(IssueCodes.ScheduleSteps, "The word end is the schedule's end and no step.");
        }

        return step;
    }

    private static StepRepeat ReadRepeat(StrictValue value)
    {
        var members = value.Object();
        StepRepeat repeat = new StepRepeat.Days([1]);
        if (members.TryGet("days", out var days))
        {
            repeat = new StepRepeat.Days(days.Value.List(1).Select(v => v.WholeNumber(1, Largest)).DefaultIfEmpty(1).ToEquatableArray());
        }
        else if (members.TryGet("months", out var months))
        {
            repeat = new StepRepeat.Months(months.Value.WholeNumber(1, Largest));
        }
        else
        {
            value.FailValue("an object with days or with months");
        }

        members.Close();
        return repeat;
    }

    private static StepLength ReadLength(StrictValue value)
    {
        var members = value.Object();
        StepLength length = new StepLength.Doses(1);
        if (members.TryGet("doses", out var doses))
        {
            length = new StepLength.Doses(doses.Value.WholeNumber(1, Largest));
        }
        else if (members.TryGet("weeks", out var weeks))
        {
            length = new StepLength.Weeks(weeks.Value.WholeNumber(1, Largest));
        }
        else if (members.TryGet("months", out var months))
        {
            length = new StepLength.Months(months.Value.WholeNumber(1, Largest));
        }
        else
        {
            value.FailValue("an object with doses, weeks or months");
        }

        members.Close();
        return length;
    }

    private DueWindow ReadWindow(StrictValue value)
    {
        var members = value.Object();
        var window = new DueWindow
        {
            DaysBefore = members.Get("before", v => v.WholeNumber(0, Largest), 0),
            DaysAfter = members.Get("after", v => v.WholeNumber(0, Largest), 0),
            Evidence = _citations.ReadEvidence(members),
        };
        members.Close();
        return window;
    }

    private StepMove ReadMove(StrictValue value)
    {
        var members = value.Object();
        var move = new StepMove
        {
            To = members.Get("to", InstrumentReader.ReadSlug, "?"),
            When = members.Get("when", ReadCondition, new StepCondition.Judgement("?")),
            Evidence = _citations.ReadEvidence(members),
        };
        members.Close();
        return move;
    }

    private static StepCondition ReadCondition(StrictValue value)
    {
        var members = value.Object();
        StepCondition condition = new StepCondition.Judgement("?");
        if (members.TryGet("score", out var score))
        {
            var inner = score.Value.Object();
            condition = new StepCondition.Score(
                inner.Get("instrument", InstrumentReader.ReadSlug, "?"),
                inner.Get("scale", InstrumentReader.ReadSlug, "?"),
                inner.Get("comparator", ReadComparator, Comparator.AtLeast),
                inner.Get("value", v => v.Number(), Fraction.Zero));
            inner.Close();
        }
        else if (members.TryGet("percentage", out var percentage))
        {
            var inner = percentage.Value.Object();
            condition = new StepCondition.Percentage(
                inner.Get("instrument", InstrumentReader.ReadSlug, "?"),
                inner.Get("scale", InstrumentReader.ReadSlug, "?"),
                inner.Get("rule", v => v.Word(Words.PercentageRules), PercentageRule.Raw),
                inner.Get("comparator", ReadComparator, Comparator.AtLeast),
                inner.Get("value", v => v.Number(), Fraction.Zero));
            inner.Close();
        }
        else if (members.TryGet("judgement", out var judgement))
        {
            condition = new StepCondition.Judgement(InstrumentReader.ReadSlug(judgement.Value));
        }
        else
        {
            value.FailValue("an object with score, percentage or judgement");
        }

        members.Close();
        return condition;
    }

    private static Comparator ReadComparator(StrictValue value)
    {
        if (value.TryText(out var sign) && Comparators.TryParseSign(sign, out var comparator))
        {
            return comparator;
        }

        value.FailValue("one of >=, >, <=, <");
        return Comparator.AtLeast;
    }

    private static void CheckSteps(StrictObject root, Schedule schedule)
    {
        foreach (var group in schedule.Steps.GroupBy(step => step.Id, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            root.Fail(IssueCodes.DefinitionIdDuplicate, $"The step {group.Key} is defined twice.");
        }

        foreach (var step in schedule.Steps)
        {
            foreach (var id in step.Followers.Where(id => schedule.FindStep(id) is null))
            {
                root.Fail(IssueCodes.DefinitionIdUnknown, $"There is no step {id}.");
            }

            if (step.Window.DaysBefore + step.Window.DaysAfter >= step.Repeat.ShortestGap)
            {
                root.Fail(IssueCodes.ScheduleSteps, $"The windows of two doses of the step {step.Id} overlap.");
            }
        }

        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([schedule.Steps[0].Id]);
        while (open.TryPop(out var id))
        {
            if (reached.Add(id) && schedule.FindStep(id) is { } step)
            {
                foreach (var next in step.Followers)
                {
                    open.Push(next);
                }
            }
        }

        foreach (var step in schedule.Steps.Where(step => !reached.Contains(step.Id)))
        {
            root.Fail(IssueCodes.ScheduleSteps, $"Nothing leads to the step {step.Id}.");
        }
    }
}
