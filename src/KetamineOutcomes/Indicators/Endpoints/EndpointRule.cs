using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>What an assessment that is not there, or has no usable score, means.</summary>
internal enum MissingRule
{
    /// <summary>The answer is not known.</summary>
    NotEvaluable,

    /// <summary>It counts as not meeting the criterion.</summary>
    Fail,

    /// <summary>It is left out, and the others decide.</summary>
    Ignore,
}

/// <summary>Which of several assessments in a window decides.</summary>
internal enum PickRule
{
    Last,
    First,
    Best,
    Worst,
}

/// <summary>On which assessment an event is dated.</summary>
internal enum EventDate
{
    First,
    Second,
    Confirming,
}

/// <summary>Which later assessment can confirm.</summary>
internal enum ConfirmingVisit
{
    /// <summary>The very next one; it has to lie in the window.</summary>
    Next,

    /// <summary>The first one in the window.</summary>
    FirstInWindow,

    /// <summary>Any one in the window.</summary>
    AnyInWindow,
}

/// <summary>How a criterion met once is confirmed: a closed set of cases.</summary>
internal abstract record EndpointConfirmation
{
    private EndpointConfirmation()
    {
    }

    /// <summary>The word that answers print.</summary>
    public abstract string Word { get; }

    /// <summary>So many assessments, each from so many to so many days after the one before.</summary>
    public sealed record Literal(int Assessments, ConfirmingVisit Visit, int From, int To) : EndpointConfirmation
    {
        public override string Word => "literal";
    }

    /// <summary>All assessments of a stretch meet it; there are enough of them, the stretch is long enough, and no gap in it is too long.</summary>
    public sealed record Run(int Assessments, int Days, int MaxGap) : EndpointConfirmation
    {
        public override string Word => "by-run";
    }
}

/// <summary>How many visits may deviate, which, and how far.</summary>
/// <param name="AtMost">How many.</param>
/// <param name="Visits">The ids of the visits that may; empty for any.</param>
/// <param name="Meets">What a deviating score must still meet, or <see langword="null"/>.</param>
/// <param name="MayBeMissing">Whether a missing assessment can be the deviation.</param>
internal sealed record Excursion(int AtMost, EquatableArray<string> Visits, EndpointCriterion? Meets, bool MayBeMissing);

/// <summary>A published definition as a tree over the timeline of one series: a closed set of cases.</summary>
internal abstract record EndpointRule
{
    private EndpointRule()
    {
    }

    /// <summary>The rules inside it.</summary>
    public virtual EquatableArray<EndpointRule> Parts => [];

    /// <summary>The criteria that it asks of assessments.</summary>
    public virtual IEnumerable<EndpointCriterion> Criteria => Parts.SelectMany(part => part.Criteria);

    /// <summary>Whether it leaves something to the clinic's judgement.</summary>
    public bool AsksJudgement => this is Judgement || Parts.Any(part => part.AsksJudgement);

    /// <summary>One assessment in a window meets a criterion.</summary>
    public sealed record State(EndpointWindow? Window, PickRule Pick, EndpointCriterion Meets, MissingRule Missing) : EndpointRule
    {
        public override IEnumerable<EndpointCriterion> Criteria => [Meets, .. EndpointWords.CriteriaOf(Window?.Anchor)];
    }

    /// <summary>The baseline itself meets a criterion.</summary>
    public sealed record AtBaseline(EndpointCriterion Meets) : EndpointRule
    {
        public override IEnumerable<EndpointCriterion> Criteria => [Meets];
    }

    /// <summary>A criterion is met at some time, once or confirmed.</summary>
    /// <param name="Window">Where it is looked for, or <see langword="null"/> for the whole series.</param>
    /// <param name="Meets">The criterion.</param>
    /// <param name="Confirm">How it is confirmed, or <see langword="null"/> where one assessment is enough.</param>
    /// <param name="Date">On which assessment it is dated.</param>
    /// <param name="Latch">Whether it stays met once it was; else the last assessment has to be part of it.</param>
    /// <param name="Missing">What an assessment without a usable score means.</param>
    public sealed record Ever(EndpointWindow? Window, EndpointCriterion Meets, EndpointConfirmation? Confirm, EventDate Date, bool Latch, MissingRule Missing) : EndpointRule
    {
        public override IEnumerable<EndpointCriterion> Criteria => [Meets, .. EndpointWords.CriteriaOf(Window?.Anchor)];
    }

    /// <summary>Planned visits meet a criterion: so many of them, with so many deviations.</summary>
    /// <param name="Anchor">From what the visits are counted.</param>
    /// <param name="Plan">The visits.</param>
    /// <param name="Pick">Which of several assessments at a visit decides.</param>
    /// <param name="Meets">The criterion.</param>
    /// <param name="AtLeast">How many have to meet it.</param>
    /// <param name="Excursion">What deviations are permitted, or <see langword="null"/> where only the number counts.</param>
    /// <param name="Missing">What a missing visit means.</param>
    /// <param name="DropoutFails">Whether the end of treatment or follow-up before a visit that is judged, or that was not made, fails the rule.</param>
    public sealed record Visits(
        EndpointAnchor Anchor,
        EquatableArray<PlannedVisit> Plan,
        PickRule Pick,
        EndpointCriterion Meets,
        int AtLeast,
        Excursion? Excursion,
        MissingRule Missing,
        bool DropoutFails) : EndpointRule
    {
        public override IEnumerable<EndpointCriterion> Criteria => [Meets, .. Excursion?.Meets is { } floor ? [floor] : Array.Empty<EndpointCriterion>(), .. EndpointWords.CriteriaOf(Anchor)];
    }

    /// <summary>A clinical event of one of these kinds.</summary>
    public sealed record Clinical(EquatableArray<ClinicalEventKind> Kinds, EndpointWindow? Window) : EndpointRule;

    /// <summary>The induction had so many infusions in so many days, from the first to the last.</summary>
    public sealed record Infusions(int FewestInfusions, int MostInfusions, int? FewestDays, int? MostDays) : EndpointRule;

    /// <summary>Something that the source leaves to a person: never decided here.</summary>
    public sealed record Judgement(string Name) : EndpointRule;

    /// <summary>Another profile, by id.</summary>
    public sealed record Profile(string Id) : EndpointRule;

    /// <summary>All hold.</summary>
    public sealed record AllOf(EquatableArray<EndpointRule> Inner) : EndpointRule
    {
        public override EquatableArray<EndpointRule> Parts => Inner;
    }

    /// <summary>At least one holds.</summary>
    public sealed record AnyOf(EquatableArray<EndpointRule> Inner) : EndpointRule
    {
        public override EquatableArray<EndpointRule> Parts => Inner;
    }

    /// <summary>It does not hold.</summary>
    public sealed record Not(EndpointRule Inner) : EndpointRule
    {
        public override EquatableArray<EndpointRule> Parts => [Inner];
    }
}
