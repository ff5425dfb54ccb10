namespace KetamineOutcomes.Indicators.Onset;

/// <summary>What the rows about onset and amount share: flags, evidence by reference, when all of it was known, and the words.</summary>
internal sealed class SeriesRow(ScaleTrajectory trajectory)
{
    private EquatableArray<Observation>? _scores;
    private ClinicalTime? _known;
    private readonly List<Observation> _observations = [];
    private readonly List<string> _flags = [];
    private readonly List<Parameter> _parameters = [];

    /// <summary>The rule within the indicator.</summary>
    public required string Rule { get; init; }

    public EquatableArray<string> Sources { get; init; } = [Phrases.OwnRule];

    /// <summary>The time that the answer is about.</summary>
    public ClinicalTime? At { get; set; }

    /// <summary>Whether the baseline plays a part.</summary>
    public bool UsesBaseline { get; init; } = true;

    /// <summary>When the latest of what was used was known: the baseline first, then visit by visit, so that of two equal times the first stands.</summary>
    private void Use(TrajectoryVisit visit)
    {
        var known = _known ?? (UsesBaseline ? trajectory.BaselineKnownAt : null);
        _known = known is { } latest && latest.CompareKnown(visit.KnownAt) >= 0 ? known : visit.KnownAt;
    }

    public SeriesRow With(string name, string value)
    {
        _parameters.Add(new Parameter(name, value));
        return this;
    }

    public SeriesRow With(IEnumerable<Parameter> parameters)
    {
        _parameters.AddRange(parameters);
        return this;
    }

    public SeriesRow Flag(string flag, bool isSet = true)
    {
        if (isSet)
        {
            _flags.Add(flag);
        }

        return this;
    }

    /// <summary>Cites an assessment on which the answer rests.</summary>
    public SeriesRow Cite(string role, TrajectoryVisit visit)
    {
        Use(visit);
        _observations.Add(visit.ToObservation(role));
        if (visit.IsUsable)
        {
            AddFlags(visit);
        }

        return this;
    }

    /// <summary>Says that assessments were looked at, so that the answer was not known before them, without citing each.</summary>
    public SeriesRow LookAt(IEnumerable<TrajectoryVisit> visits)
    {
        foreach (var visit in visits)
        {
            Use(visit);
        }

        return this;
    }

    /// <summary>Names all usable visits of the series as <c>score</c>: the row uses the baseline and names nothing else.</summary>
    public SeriesRow CiteScores()
    {
        _scores = trajectory.ScoreObservations;
        foreach (var visit in trajectory.Usable)
        {
            Use(visit);
            AddFlags(visit);
        }

        return this;
    }

    private void AddFlags(TrajectoryVisit visit)
    {
        foreach (var flag in visit.Flags)
        {
            if (!_flags.Contains(flag, StringComparer.Ordinal))
            {
                _flags.Add(flag);
            }
        }
    }

    /// <summary>The infusion behind which a visit stands.</summary>
    public SeriesRow AfterInfusion(TrajectoryVisit visit)
    {
        if (visit.LastInfusion is { } infusion)
        {
            With("infusion", Phrases.Text(infusion.Number));
            With("days-since-infusion", Days(ToExact(infusion.Days)));
        }

        return this;
    }

    public IndicatorFinding Say(IndicatorOutcome outcome, string sentence)
    {
        var flags = new List<string>();
        if (UsesBaseline)
        {
            trajectory.Judge.AddBaselineFlags(flags);
        }

        return new IndicatorFinding(trajectory, Rule, IndicatorFinding.SeriesPoint, outcome, sentence)
        {
            At = At,
            KnownAt = _known ?? (UsesBaseline ? trajectory.BaselineKnownAt : null),
            Sources = Sources,
            Parameters = UsesBaseline ? [new Parameter("baseline-policy", trajectory.BaselinePolicy), .. _parameters] : _parameters.ToEquatableArray(),
            Observations = _scores ?? (UsesBaseline ? [.. trajectory.BaselineObservations, .. _observations] : _observations.ToEquatableArray()),
            Flags = DistinctWords.Of([.. flags, .. _flags]),
        };
    }

    /// <summary>Says that something is not known or does not apply.</summary>
    public IndicatorFinding SayUnknown(string what, IndicatorOutcome missing) => Say(missing, Phrases.Unknown(what, missing));

    /// <summary>Why a trajectory without a usable visit has none.</summary>
    public static IndicatorOutcome Unusable(ScaleTrajectory trajectory)
    {
        if (trajectory.Visits.IsEmpty)
        {
            return new IndicatorOutcome.Indeterminate(trajectory.Find(new AssessmentPoint.Last()).Reason ?? Reasons.NoAssessment);
        }

        var last = trajectory.Visits.LastOrDefault(visit => visit.Score is not null) ?? trajectory.Visits[^1];
        if (last.Fault != Reasons.DoesNotApply)
        {
            return new IndicatorOutcome.Indeterminate(last.Fault ?? Reasons.NoAssessment);
        }

        return trajectory.Visits.All(visit => visit.Score is null || visit.Fault == Reasons.DoesNotApply)
            ? new IndicatorOutcome.NotApplicable(Reasons.DoesNotApply)
            : new IndicatorOutcome.Indeterminate(Reasons.ScoreIncomplete);
    }

    /// <summary>Days to the minute, as clocks have them.</summary>
    public static Fraction ToExact(double days) => new((long)Math.Round(days * 1440), 1440);

    /// <summary>The decimals to which days are printed: none where all are whole.</summary>
    public static int DayDecimals(params ReadOnlySpan<Fraction?> days)
    {
        foreach (var day in days)
        {
            if (day is { IsInteger: false })
            {
                return 2;
            }
        }

        return 0;
    }

    /// <summary>Days with their noun.</summary>
    public static string CountDays(Fraction days) => $"{Days(days)} {(days == 1 ? "day" : "days")}";

    public static string Days(Fraction days) => days.IsInteger ? days.ToString() : Phrases.Print(days, 2);

    public static string Score(ScaleTrajectory trajectory, TrajectoryVisit visit) => Phrases.Print(visit.Value, trajectory.Scale.Decimals);

    public static string Seen(ScaleTrajectory trajectory, TrajectoryVisit visit) => $"{Score(trajectory, visit)} on {Phrases.Where(visit.At)}";

    /// <summary>The place of a visit on the clock of the series, for a sentence.</summary>
    public static string Place(ScaleTrajectory trajectory, TrajectoryVisit visit)
    {
        var day = ToExact(visit.Day);
        var from = trajectory.Series is null ? "the baseline" : "the first infusion";
        if (visit.LastInfusion is not { } infusion)
        {
            return $"{Days(day)} {(day == 1 ? "day" : "days")} after {from}";
        }

        var since = ToExact(infusion.Days);
        return $"{Days(day)} {(day == 1 ? "day" : "days")} after {from}, {Days(since)} after infusion {Phrases.Text(infusion.Number)}";
    }

    /// <summary>The best of some usable visits, the first of several as good.</summary>
    public static TrajectoryVisit Best(ScaleTrajectory trajectory, EquatableArray<TrajectoryVisit> usable)
    {
        var best = usable[0];
        foreach (var visit in usable)
        {
            best = trajectory.Worsening(best.Value, visit.Value) < 0 ? visit : best;
        }

        return best;
    }

    /// <summary>Whether a scale is the one that stands for its instrument.</summary>
    public static bool IsMain(ScaleTrajectory trajectory) =>
        string.Equals(trajectory.Scale.Id, (trajectory.Instrument.TotalScale ?? trajectory.Instrument.MainScale).Id, StringComparison.Ordinal);
}
