using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>A clinic's own rule for when a form is due, with its name and where it comes from.</summary>
/// <remarks>The doses are those that were given, and each series counts anew.</remarks>
public sealed record PlannedForms
{
    private readonly PlanPlace _place;

    /// <summary>Names a rule.</summary>
    /// <param name="id">The id, by which its rows are told apart.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="evidence">Where it comes from; none for the clinic's own decision.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public PlannedForms(string id, AssessmentRule rule, IEnumerable<Evidence>? evidence = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(rule);
        Id = id;
        Rule = rule;
        Evidence = (evidence ?? []).ToEquatableArray();
    }

    /// <summary>The id: the <c>rule</c> of its rows.</summary>
    public string Id { get; }

    /// <summary>The rule.</summary>
    public AssessmentRule Rule { get; }

    /// <summary>Where it comes from.</summary>
    public EquatableArray<Evidence> Evidence { get; }

    /// <summary>Where it was read, as for <see cref="PlanRecord.Place"/>: <c>$.forms[0]</c>; or <see langword="null"/>.</summary>
    public string? Place
    {
        get => _place.Text;
        internal init => _place = new PlanPlace(value);
    }
}

/// <summary>What a clinic planned: schedules of doses, and forms.</summary>
/// <remarks>Immutable; compares by value. It is what was planned and no recommendation.</remarks>
public sealed record ClinicPlan
{
    /// <summary>Puts a plan together.</summary>
    /// <param name="schedules">The schedules; those of one patient are judged each by itself.</param>
    /// <param name="forms">When forms are due.</param>
    /// <exception cref="ArgumentException">Two schedules have one id, or two rules for forms.</exception>
    public ClinicPlan(IEnumerable<PlannedSchedule>? schedules = null, IEnumerable<PlannedForms>? forms = null)
    {
        Schedules = (schedules ?? []).ToEquatableArray();
        Forms = (forms ?? []).ToEquatableArray();
        if (FindTwice(Schedules.Select(schedule => schedule.Id)) is { } twice)
        {
            throw new ArgumentException($"Two schedules have the id {twice}.", nameof(schedules));
        }

        if (FindTwice(Forms.Select(rule => rule.Id)) is { } doubled)
        {
            throw new ArgumentException($"Two rules for forms have the id {doubled}.", nameof(forms));
        }
    }

    /// <summary>Nothing was planned.</summary>
    public static ClinicPlan Empty { get; } = new();

    /// <summary>The schedules.</summary>
    public EquatableArray<PlannedSchedule> Schedules { get; }

    /// <summary>When forms are due.</summary>
    public EquatableArray<PlannedForms> Forms { get; }

    /// <summary>Whether nothing was planned.</summary>
    public bool IsEmpty => Schedules.IsEmpty && Forms.IsEmpty;

    /// <summary>Reads a plan, or a schedule by itself, which is a plan for everybody. Strict: an unknown member is an error that names its JSON path.</summary>
    /// <param name="utf8Json">The JSON as UTF-8.</param>
    /// <param name="file">The file's name, which stands before the places of the plan (<see cref="PlanRecord.Place"/>), so that what cannot be applied later is told apart by file; or <see langword="null"/>.</param>
    /// <returns>The plan, or the issues; their places are JSON paths alone.</returns>
    public static ReadResult<ClinicPlan> Read(ReadOnlyMemory<byte> utf8Json, string? file = null) => ClinicPlanReader.Read(utf8Json, file);

    /// <summary>Reads a plan; see <see cref="Read(ReadOnlyMemory{byte}, string?)"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The plan, or the issues.</returns>
    public static ReadResult<ClinicPlan> Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ClinicPlanReader.Read(Encoding.UTF8.GetBytes(json), file: null);
    }

    /// <summary>Writes the plan in the format that <see cref="Read(string)"/> reads (<c>plan.schema.json</c>).</summary>
    /// <returns>
    /// JSON with a line break at its end. Read again it is the same plan, but for times of day, which play no part in plans and are left out, and for a number behind the key of a source where unlike sources have one key.
    /// </returns>
    /// <exception cref="InvalidOperationException">The plan was made in code and holds what the format does not: an id that is no lower-case words joined by hyphens, or a number beyond its bounds.</exception>
    public string ToJson() => ClinicPlanWriter.Write(this);

    /// <summary>This plan and another one as one.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The plan of both.</returns>
    /// <exception cref="ArgumentException">An id stands in both.</exception>
    public ClinicPlan With(ClinicPlan other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ClinicPlan(Schedules.Concat(other.Schedules), Forms.Concat(other.Forms));
    }

    internal static string? FindTwice(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;
}
