using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>A schedule of doses as data: steps with a rhythm, a length and a window, and the branches between them.</summary>
/// <remarks>
/// <para>It says what was planned, by whom it was published and how that is known. It recommends nothing: which branch is taken is the clinic's to record
/// (<see cref="StepChange"/>).</para>
/// <para>Immutable; compares by value, so a schedule that was written and read again equals the first. Schedules ship with the package
/// (<see cref="ScheduleCatalogue"/>) or are read by callers.</para>
/// </remarks>
public sealed record Schedule
{
    internal Schedule()
    {
    }

    /// <summary>The stable id, lower case, for example <c>murrough-2013</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The version of the definition, <c>major.minor.patch</c>; a change that can move a due date raises the major.</summary>
    public string Version { get; internal init; } = "";

    /// <summary>The name for people.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>With which infusion of a series it begins, where no anchor is named.</summary>
    public ScheduleStart Begins { get; internal init; }

    /// <summary>The steps; the first is where the schedule begins.</summary>
    public EquatableArray<ScheduleStep> Steps { get; internal init; }

    /// <summary>The sources to which the evidence refers.</summary>
    public EquatableArray<Source> Sources { get; internal init; }

    /// <summary>Where the schedule was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }

    /// <summary>Remarks: what the source leaves open, what was left out and why.</summary>
    public EquatableArray<string> Notes { get; internal init; }

    /// <summary>Whether a rhythm or a length counts in calendar months, so that due dates need calendar dates and are not moved by whole days alike.</summary>
    public bool UsesCalendarMonths => Steps.Any(step => step.Repeat is StepRepeat.Months || step.Length is StepLength.Months);

    /// <summary>Whether a step has branches: what follows depends on what is observed.</summary>
    public bool IsResponseGuided => Steps.Any(step => !step.Moves.IsEmpty);

    /// <summary>A step by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The step, or <see langword="null"/> if there is none.</returns>
    public ScheduleStep? FindStep(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Steps.FirstOrDefault(step => string.Equals(step.Id, id, StringComparison.Ordinal));
    }

    /// <summary>Reads a definition. Strict: an unknown member, a step that nothing defines or windows that overlap are errors that name the JSON path.</summary>
    /// <param name="utf8Json">The JSON as UTF-8.</param>
    /// <returns>The schedule, or the issues.</returns>
    public static ReadResult<Schedule> Read(ReadOnlyMemory<byte> utf8Json) => ScheduleReader.Read(utf8Json);

    /// <summary>Reads a definition; see <see cref="Read(ReadOnlyMemory{byte})"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The schedule, or the issues.</returns>
    public static ReadResult<Schedule> Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ScheduleReader.Read(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The schedule in the format that <see cref="Read(string)"/> reads; the same text on every machine.</summary>
    /// <returns>JSON, indented, lines ending with LF.</returns>
    public string ToJson() => ScheduleWriter.Write(this);

    /// <summary>The schedule in plain sentences, one line a step, with its sources.</summary>
    /// <returns>English text, lines ending with LF.</returns>
    public string ToText() => ScheduleText.Write(this);

    /// <summary>The schedule as a Mermaid flowchart: steps as boxes, what follows by itself as arrows, what depends on an observation as dotted arrows.</summary>
    /// <returns>The text of the chart, lines ending with LF.</returns>
    public string ToMermaid() => ScheduleMermaid.Write(this);

    /// <summary>The id with the version.</summary>
    /// <returns>For example <c>murrough-2013 1.0.0</c>.</returns>
    public override string ToString() => $"{Id} {Version}";
}

/// <summary>With which infusion of a series a schedule begins.</summary>
public enum ScheduleStart
{
    /// <summary>With the first infusion of the series: it has the induction, and boosters where it has steps for them.</summary>
    FirstInfusion,

    /// <summary>With the first booster: it is a schedule of maintenance alone.</summary>
    FirstBooster,
}

/// <summary>One step of a schedule: a rhythm that holds for a while.</summary>
public sealed record ScheduleStep
{
    internal ScheduleStep()
    {
    }

    /// <summary>The id within the schedule, for example <c>induction</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The rhythm.</summary>
    public StepRepeat Repeat { get; internal init; } = null!;

    /// <summary>How long it holds, or <see langword="null"/> for a step without an end of its own.</summary>
    public StepLength? Length { get; internal init; }

    /// <summary>What counts as on time.</summary>
    public DueWindow Window { get; internal init; } = new();

    /// <summary>The step that follows by itself when this one has ended, or <see cref="ScheduleEnd"/>; <see langword="null"/> where a branch has to be chosen or the step has no end.</summary>
    public string? Then { get; internal init; }

    /// <summary>The word in <see cref="Then"/> that says that the schedule ends with this step.</summary>
    public const string ScheduleEnd = "end";

    internal IEnumerable<string> Followers => Moves.Select(move => move.To).Concat(Then is null or ScheduleEnd ? [] : [Then]);

    /// <summary>The branches: the steps to which the source moves on an observation.</summary>
    public EquatableArray<StepMove> Moves { get; internal init; }

    /// <summary>Where the step was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}

/// <summary>A branch: to which step, and on which observation.</summary>
public sealed record StepMove
{
    internal StepMove()
    {
    }

    /// <summary>The id of the step.</summary>
    public string To { get; internal init; } = "";

    /// <summary>The observation.</summary>
    public StepCondition When { get; internal init; } = null!;

    /// <summary>Where the branch was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}

/// <summary>How many days from the due date still count as on time, both ends inside.</summary>
public sealed record DueWindow
{
    internal DueWindow()
    {
    }

    /// <summary>Days before the due date, 0 or more.</summary>
    public int DaysBefore { get; internal init; }

    /// <summary>Days after the due date, 0 or more.</summary>
    public int DaysAfter { get; internal init; }

    /// <summary>Where the window was read, or that it is the project's own.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
