using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>What one scale says at one time by one rater, after corrections: a score, or why there is none.</summary>
internal sealed record ScaleReading : Reading
{
    public required Instrument Instrument { get; init; }

    public required Scale Scale { get; init; }

    /// <summary>The record that stands; the first of several that conflict.</summary>
    public required Administration Administration { get; init; }

    /// <summary>The score, or <see langword="null"/> where the form was not filled in.</summary>
    public Score? Score { get; init; }

    /// <summary>The alerts of every record at this time: raised if any is, clear if one was answered, else not assessed.</summary>
    public EquatableArray<Alert> Alerts { get; init; }

    public override ClinicalTime At => Administration.At;

    public override Timing Timing => Administration.Timing;

    public override ClinicalTime KnownAt => Administration.KnownAt;

    public override string? Visit => Administration.Visit;

    public override bool IsUsualRater => Rater == Instrument.Raters[0];

    public override bool IsFilledIn => Score is not null;

    public override bool IsNumeric => Scale.Result == ResultKind.Number;

    public override bool IsChange => Scale.Measures == MeasureKind.Change;

    public override bool HigherIsBetter => Scale.Direction == Direction.HigherIsBetter;

    public override EquatableArray<string> Basis => Score?.NotApplicableItems ?? [];

    public override bool HasResult => !IsConflict && Score?.Value is not null;

    // Every item of the scale was answered, and every answer was "not applicable".
    public override bool IsNotApplicable => !IsConflict && Score is Score.Incomplete { Applicable: 0 };

    public override string Fault =>
        IsConflict ? Reasons.ConflictingScores
        : Score is null ? Reasons.NotDone
        : Score is Score.Invalid ? Reasons.ScoreInvalid
        : IsNotApplicable ? Reasons.DoesNotApply
        : Reasons.ScoreIncomplete;

    public override bool TryGetExact(out Fraction value)
    {
        value = default;
        return !IsConflict && Score is not null && Score.TryGetExact(out value);
    }

    public override Observation ToObservation(string role) => new(
        role,
        At,
        IsConflict ? null : Score?.Value?.Text,
        IsConflict ? "conflicting" : Score?.Kind ?? "not-done",
        RaterWord);

    /// <summary>The readings of a scale in a course, by time.</summary>
    public static List<ScaleReading> Collect(IEnumerable<Administration> administrations, Instrument instrument, Scale scale, string? missingPolicy, List<Issue> issues, FormMemory<ScaleReading>? known = null)
    {
        var readings = new List<ScaleReading>();
        var groups = administrations
            .Where(administration => string.Equals(administration.Instrument, instrument.Id, StringComparison.Ordinal) && Concerns(administration, instrument, scale))
            // Two time zones can write one moment; and what says nothing of its timing counts as before the infusion, like what says so.
            .GroupBy(administration => (At: administration.At.ToMoment(), IsPost: administration.Timing == Timing.Post, Rater: administration.Rater ?? instrument.Raters[0]));
        foreach (var group in groups)
        {
            var records = group.ToList();
            if (records.Count == 1)
            {
                // One record at its time, as nearly always: nothing to correct, to choose from or to join.
                readings.Add(known is null ? OfOne(records[0]) : known.Get(records[0], OfOne));
                continue;
            }

            var standing = ApplyCorrections(records, scale, issues);
            var scores = standing.Select(administration => (administration, score: ScoreOne(administration, instrument, scale, missingPolicy))).ToList();
            var usable = scores.Where(pair => pair.score?.Value is not null).ToList();
            var chosen = usable.Count > 0 ? usable[0] : scores.FirstOrDefault(pair => pair.score is not null, scores[0]);
            readings.Add(new ScaleReading
            {
                Instrument = instrument,
                Scale = scale,
                Administration = chosen.administration,
                Rater = group.Key.Rater,
                Score = chosen.score,
                // As printed: a stated total has no standard error and may be rounded, and says the same.
                IsConflict = usable.Select(pair => pair.score!.Value!.Text).Distinct(StringComparer.Ordinal).Skip(1).Any(),
                Alerts = JoinAlerts(
                    instrument,
                    scores.Select(pair => pair.score),
                    group.Except(standing).Select(administration => ScoreOne(administration, instrument, scale, missingPolicy))),
            });
        }

        return readings;

        ScaleReading OfOne(Administration record)
        {
            var score = ScoreOne(record, instrument, scale, missingPolicy);
            return new ScaleReading
            {
                Instrument = instrument,
                Scale = scale,
                Administration = record,
                Rater = record.Rater ?? instrument.Raters[0],
                Score = score,
                Alerts = score is not null && IsOfEachRule(instrument, score.Alerts) ? score.Alerts : JoinAlerts(instrument, [score], []),
            };
        }
    }

    private static bool Concerns(Administration administration, Instrument instrument, Scale scale) =>
        administration.Content is not AdministrationContent.TotalOnly total
        || scale.Result == ResultKind.Number && string.Equals(total.Scale ?? instrument.TotalScale?.Id, scale.Id, StringComparison.Ordinal);

    private static List<Administration> ApplyCorrections(List<Administration> records, Scale scale, List<Issue> issues)
    {
        var last = records.Where(record => record.RecordedAt is not null)
            .Aggregate((Administration?)null, (best, record) => best is null || record.RecordedAt!.Value.CompareKnown(best.RecordedAt!.Value) > 0 ? record : best);
        if (last is null || records.Count == 1)
        {
            return records;
        }

        var standing = records.Where(record => record.RecordedAt is { } at && at.CompareKnown(last.RecordedAt!.Value) == 0).ToList();
        if (standing.Count < records.Count)
        {
            issues.Add(new Issue(
                IssueCodes.Corrected,
                IssueSeverity.Notice,
                $"A record of {last.At} was superseded by the one entered last.",
                $"{last.Instrument}/{scale.Id}"));
        }

        return standing;
    }

    private static Score? ScoreOne(Administration administration, Instrument instrument, Scale scale, string? missingPolicy)
    {
        switch (administration.Content)
        {
            case AdministrationContent.Answered answered:
                return instrument.Score(scale.Id, answered.Answers, new ScoringOptions { MissingPolicy = missingPolicy, StatedTotal = answered.StatedTotal });
            case AdministrationContent.TotalOnly total:
                return instrument.ScoreTotal(total.Total, scale.Id);
            default:
                return null;
        }
    }

    /// <summary>The place of a level among the rule's, from 1; 0 for none.</summary>
    private static int Rank(AlertRule rule, string? level)
    {
        for (var i = 0; i < rule.Levels.Count; i++)
        {
            if (string.Equals(rule.Levels[i].Id, level, StringComparison.Ordinal))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The alerts of the records that stand; where they do not answer the item, those of the superseded ones: a correction of the total takes back no answer.</summary>
    private static EquatableArray<Alert> JoinAlerts(Instrument instrument, IEnumerable<Score?> standing, IEnumerable<Score?> superseded)
    {
        var stand = Stated(standing);
        var before = Stated(superseded);
        return instrument.Alerts
            .Select(rule => Highest(rule, stand) ?? Highest(rule, before) ?? new Alert(rule.Id, rule.Item, rule.Topic, AlertStatus.NotAssessed, level: null))
            .ToEquatableArray();
    }

    /// <summary>Whether each alert of the instrument was assessed, in the instrument's order.</summary>
    private static bool IsOfEachRule(Instrument instrument, EquatableArray<Alert> alerts)
    {
        var isOfEach = alerts.Count == instrument.Alerts.Count;
        for (var i = 0; i < alerts.Count && isOfEach; i++)
        {
            isOfEach = alerts[i].Status != AlertStatus.NotAssessed && string.Equals(alerts[i].Id, instrument.Alerts[i].Id, StringComparison.Ordinal);
        }

        return isOfEach;
    }

    private static List<Alert> Stated(IEnumerable<Score?> scores) =>
        [.. scores.Where(score => score is not null).SelectMany(score => score!.Alerts).Where(alert => alert.Status != AlertStatus.NotAssessed)];

    private static Alert? Highest(AlertRule rule, List<Alert> alerts) => alerts
        .Where(alert => string.Equals(alert.Id, rule.Id, StringComparison.Ordinal))
        .OrderBy(alert => alert.Status)
        .ThenByDescending(alert => Rank(rule, alert.Level))
        .FirstOrDefault();
}
