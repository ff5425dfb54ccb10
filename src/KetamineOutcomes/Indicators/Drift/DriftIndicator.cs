using System.Globalization;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// Whether a gain slips away after a series, on three axes that are told apart: the evidence of a lasting worsening (<see cref="DriftWatch"/>), the event of a relapse by a
/// named profile, and how current the last score is. Beside them the size of the worsening and reliable deterioration since the end of the series.
/// </summary>
/// <remarks>
/// Evidence and size stand at each point asked for, from what was there up to it; event and currency stand once a series, as of now. The watch runs from the last infusion
/// of induction, or from <see cref="AssessmentOptions.DriftReferenceAt"/>.
/// </remarks>
internal sealed class DriftIndicator : IScaleIndicator
{
    /// <summary>Scores at the end of the series of which its level is the mean (project policy).</summary>
    private const int SeriesEndScores = 2;

    /// <summary>Days after the series in which a first score may stand for its end where the series has none (project policy).</summary>
    private const int LateSeriesEndDays = 14;

    private const string Policy = "KetamineOutcomes project policy (docs/drift.md, docs/detection-study.md)";

    public string Id => "drift";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        if (trajectory.Scale.BestPossible is null || trajectory.Scale.Range.High is null)
        {
            yield break;
        }

        // One declared instrument drives alarms; the others inform.
        var informs = context.Options.Primary is { } primary && !string.Equals(primary, trajectory.Instrument.Id, StringComparison.Ordinal);
        foreach (var finding in Evidence(context, trajectory))
        {
            yield return informs ? finding with { Flags = [.. finding.Flags, "informs"] } : finding;
        }

        if (RelapseEvents.Find(context, trajectory) is { } relapse)
        {
            yield return relapse;
        }

        if (Currency(context, trajectory) is { } currency)
        {
            yield return currency;
        }
    }

    private static IEnumerable<IndicatorFinding> Evidence(SeriesContext context, ScaleTrajectory trajectory)
    {
        if (trajectory.Series is null)
        {
            // Said once and not at every visit: without treatments there is no series to drift from.
            var none = new IndicatorOutcome.Indeterminate(Reasons.NoInfusions);
            yield return new IndicatorFinding(trajectory, "evidence", IndicatorFinding.SeriesPoint, none, PointReading.Because($"Whether {trajectory.Scale.Name} drifts", none)) { Sources = [Policy], Flags = ["project-policy"] };
            yield break;
        }

        var figures = DriftFigures.For(trajectory, context.Options);
        var watched = figures.Fault is null ? WatchedCourse.Find(context, trajectory, figures, SeriesEndScores, LateSeriesEndDays) : null;
        foreach (var point in trajectory.Points)
        {
            if (!PointReading.TryFind(trajectory, point, out var visit, out var missing))
            {
                yield return Missing(trajectory, point, missing);
            }
            else if ((figures.Fault ?? (watched!.IsBeforeWatch(visit) ? null : watched.Fault)) is { } fault)
            {
                yield return Missing(trajectory, point, new IndicatorOutcome.Indeterminate(fault));
            }
            else if (watched!.At(visit) is not { } watch)
            {
                // Before the watch begins there is no gain yet that could slip away.
                yield return Missing(trajectory, point, new IndicatorOutcome.NotApplicable(Reasons.BeforeWatch));
            }
            else
            {
                foreach (var finding in Rows(trajectory, point, visit, watch, watched, figures))
                {
                    yield return finding;
                }

                if (context.Options.ForecastDrift && watch.State != DriftState.NotApplicable)
                {
                    foreach (var finding in Forecasts(trajectory, point, visit, watch, watched, figures))
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    private static IEnumerable<IndicatorFinding> Rows(ScaleTrajectory trajectory, TrajectoryPoint point, TrajectoryVisit visit, DriftWatch watch, WatchedCourse watched, DriftFigures figures)
    {
        var sentence = $"{trajectory.Scale.Name} after series {trajectory.Number.ToString(CultureInfo.InvariantCulture)}, up to {PointReading.Where(visit.At)}: {watch.Explain(trajectory.Scale.Direction == Direction.HigherIsBetter ? -1 : 1)}{(watched.Badness(visit) - watch.Prior.SeriesEnd > ReliableChangeRule.JacobsonTruaxPoints(figures.Sem) ? " The last score is reliably worse than the end of the series." : "")}";
        List<Parameter> parameters =
        [
            .. figures.Parameters,
            new("watched-from", watched.FromAt(visit).ToString()),
            new("series-end", Number(watched.Score(watch.Prior.SeriesEnd))),
            new("series-end-scores", watch.Prior.Readings.ToString(CultureInfo.InvariantCulture)),
            new("evidence-of-alarm", Number(watch.Evidence)),
        ];
        List<string> flags = [.. watched.FlagsAt(visit), .. figures.Flags];
        if (watch.Reference is { } reference)
        {
            parameters.Add(new Parameter("reference", Number(watched.Score(reference.Level))));
            parameters.Add(new Parameter("reference-scores", reference.Visits.ToString(CultureInfo.InvariantCulture)));
            if (reference.DriftMayHaveBegunInside)
            {
                flags.Add("drift-may-have-begun-inside-reference");
            }
        }

        if (watch.AlarmDay is { } alarm)
        {
            parameters.Add(new Parameter("alarm-at", watched.Visits.First(candidate => candidate.Day >= alarm).At.ToString()));
        }

        IndicatorOutcome state = watch.State switch
        {
            DriftState.NotApplicable => new IndicatorOutcome.NotApplicable(Reasons.NoGainToLose),
            DriftState.TooEarly => new IndicatorOutcome.Classified("too-early"),
            DriftState.Stable => new IndicatorOutcome.Classified("stable"),
            DriftState.Watch => new IndicatorOutcome.Classified("watch"),
            _ => new IndicatorOutcome.Classified("drift"),
        };
        var visits = watched.Until(visit);
        yield return Row(trajectory, "evidence", point.Name, visit, state, parameters, flags, sentence, visits);
        if (watch.State == DriftState.NotApplicable)
        {
            yield break;
        }

        yield return Deterioration(trajectory, point, visit, watch, watched, figures);
        if (watch.Magnitude is { } size)
        {
            yield return Row(trajectory, "points", point.Name, visit, Measured(size.Points, trajectory.Scale.Unit, size.Low, size.High), parameters, flags, sentence, visits);
            yield return Row(trajectory, "sems", point.Name, visit, Measured(size.Sems, "SEM", size.Low / watch.Parameters.Sem, size.High / watch.Parameters.Sem), parameters, flags, sentence, visits);
            if (size.ShareOfGainLost is { } share)
            {
                yield return Row(trajectory, "share-of-gain-lost", point.Name, visit, Measured(100 * share, "%"), parameters, flags, sentence, visits);
            }
        }

        if (watch.Rate() is { } rate)
        {
            yield return Row(
                trajectory,
                "rate",
                point.Name,
                visit,
                Measured(rate.PerWeek, trajectory.Scale.Unit + "/week", rate.Low, rate.High, decimals: 2),
                parameters,
                flags,
                $"{trajectory.Scale.Name} changes by {Number(rate.PerWeek)} points a week, if the change goes on steadily (90 %: {Number(rate.Low)} to {Number(rate.High)}; more is worse).",
                visits);
        }
    }

    /// <summary>From the first score on: worse than the end of the series by more than error of measurement allows.</summary>
    private static IndicatorFinding Deterioration(ScaleTrajectory trajectory, TrajectoryPoint point, TrajectoryVisit visit, DriftWatch watch, WatchedCourse watched, DriftFigures figures)
    {
        var worse = watched.Badness(visit) - watch.Prior.SeriesEnd;
        var points = ReliableChangeRule.JacobsonTruaxPoints(figures.SingleSem);
        return Row(
            trajectory,
            "reliable-deterioration",
            point.Name,
            visit,
            new IndicatorOutcome.Judged(worse > points ? Judgement.Met : Judgement.NotMet),
            [.. figures.SingleParameters, new Parameter("more-than-points", Number(points)), new Parameter("series-end", Number(watched.Score(watch.Prior.SeriesEnd)))],
            [.. watched.FlagsAt(visit), .. figures.SingleFlags],
            $"{trajectory.Scale.Name} on {PointReading.Where(visit.At)} is {(worse == 0 ? "as" : $"{Number(Math.Abs(worse))} {(Number(Math.Abs(worse)) == "1" ? "point" : "points")} {(worse < 0 ? "better" : "worse")} than")} at the end of the series ({Number(watched.Score(watch.Prior.SeriesEnd))}); reliable is more than {Number(points)}.",
            [visit]);
    }

    /// <summary>When response and remission would be lost if the worsening went on: only where it was asked for, and never beyond one visit interval.</summary>
    private static IEnumerable<IndicatorFinding> Forecasts(ScaleTrajectory trajectory, TrajectoryPoint point, TrajectoryVisit visit, DriftWatch watch, WatchedCourse watched, DriftFigures figures)
    {
        foreach (var entry in trajectory.Scale.Endpoints.Where(entry => entry.IsDefault))
        {
            if (!trajectory.Judge.TryBoundary(entry, out var boundary))
            {
                continue;
            }

            // The gain is lost beyond the boundary: from half a step of the scale on.
            var word = entry.Kind == EndpointKind.Response ? "response" : "remission";
            var threshold = watched.Badness(boundary) + (watch.Parameters.Resolution / 2);
            List<Parameter> parameters = [.. figures.Parameters, new("lost-beyond", boundary.ToString()), new("last-score", visit.At.ToString())];
            var (state, sentence) = watch.Forecast(threshold) switch
            {
                DriftForecast.AlreadyCrossed => ("crossed", $"The level of {trajectory.Scale.Name} is beyond {word} already."),
                DriftForecast.NotWithin none => ("not-within-one-interval", $"If the worsening of {trajectory.Scale.Name} goes on as it did, {word} is not lost by {PointReading.Where(DayOf(visit, none.Day))} (less than 5 % probable)."),
                DriftForecast.Crossing crossing => ("within-one-interval", Between(crossing)),
                _ => ("", ""),
            };
            string Between(DriftForecast.Crossing crossing)
            {
                var from = DayOf(visit, crossing.From);
                parameters.Add(new Parameter("from", from.ToString()));
                if (crossing.To is { } end)
                {
                    parameters.Add(new Parameter("to", DayOf(visit, end).ToString()));
                }

                var until = crossing.To is { } last ? $"and {PointReading.Where(DayOf(visit, last))}" : "and a day beyond one visit interval";
                return $"If the worsening of {trajectory.Scale.Name} goes on as it did, {word} would be lost between {PointReading.Where(from)} {until}.";
            }

            IndicatorOutcome outcome = state.Length == 0 ? new IndicatorOutcome.NotApplicable(Reasons.NothingToForecast) : new IndicatorOutcome.Classified(state);
            yield return Row(
                trajectory,
                $"forecast/{entry.Id}",
                point.Name,
                visit,
                outcome,
                parameters,
                [.. watched.FlagsAt(visit), .. figures.Flags],
                state.Length == 0 ? $"When {word} on {trajectory.Scale.Name} would be lost is not forecast: nothing speaks for a worsening, or there are fewer than three scores." : sentence,
                watched.Until(visit));
        }
    }

    /// <summary>A day of the series as a date, counted from a visit; a part of a day counts to the earlier date.</summary>
    private static ClinicalTime DayOf(TrajectoryVisit visit, double day) => Later(visit.At, (int)Math.Floor(day - visit.Day));

    private static IndicatorFinding? Currency(SeriesContext context, ScaleTrajectory trajectory)
    {
        // A series that has been followed by another is past: nothing more is due of it.
        if (trajectory.Series is null || context.NextSeriesAt is not null || trajectory.Visits.LastOrDefault(visit => visit.IsUsable) is not { } last)
        {
            return null;
        }

        var days = AssessmentPoint.StaleAfterDays;
        List<Parameter> parameters = [new("overdue-after-days", days.ToString(CultureInfo.InvariantCulture)), new("last-score", last.At.ToString())];
        IndicatorOutcome outcome;
        string sentence;
        if (context.Options.AsOf is not { } now)
        {
            outcome = new IndicatorOutcome.Indeterminate(Reasons.NoAsOf);
            sentence = $"Whether {trajectory.Scale.Name} is overdue is not known: no \"as of\" was given. The last score is of {PointReading.Where(last.At)}.";
        }
        else if (context.Course.FollowUpEnd is { } end && end.At.DaysSince(last.At) <= days)
        {
            outcome = new IndicatorOutcome.NotApplicable(Reasons.FollowUpEnded);
            sentence = $"{trajectory.Scale.Name} is not overdue: follow-up ended {PointReading.Where(end.At)}.";
        }
        else
        {
            var age = now.DaysSince(last.At);
            var isOverdue = age > days;
            outcome = new IndicatorOutcome.Classified(isOverdue ? "overdue" : "current");
            if (isOverdue)
            {
                parameters.Add(new Parameter("overdue-since", Later(last.At, days + 1).ToString()));
            }

            sentence = $"The last score of {trajectory.Scale.Name} is {age.ToString(CultureInfo.InvariantCulture)} days old: {(isOverdue ? $"overdue since {PointReading.Where(Later(last.At, days + 1))}; the other answers are of {PointReading.Where(last.At)}" : "current")}.";
        }

        return Row(trajectory, "currency", IndicatorFinding.SeriesPoint, last, outcome, parameters, [], sentence, [last]);
    }

    private static ClinicalTime Later(ClinicalTime at, int days)
    {
        var day = Math.Min(at.DayNumber + days, at.IsRelative ? ClinicalTime.MaxRelativeDay : DateOnly.MaxValue.DayNumber);
        return at.IsRelative ? ClinicalTime.OnDay(day) : ClinicalTime.OnDate(DateOnly.FromDayNumber(day));
    }

    private static IndicatorFinding Missing(ScaleTrajectory trajectory, TrajectoryPoint point, IndicatorOutcome missing) => new(
        trajectory,
        "evidence",
        point.Name,
        missing,
        PointReading.Because($"Whether {trajectory.Scale.Name} drifts", missing))
    {
        At = point.Visit?.At,
        KnownAt = point.Visit?.KnownAt,
        Sources = [Policy],
        Flags = ["project-policy", .. point.Flags],
    };

    private static IndicatorFinding Row(
        ScaleTrajectory trajectory, string rule, string point, TrajectoryVisit visit, IndicatorOutcome outcome, List<Parameter> parameters, List<string> flags, string sentence, List<TrajectoryVisit> used) =>
        new(trajectory, rule, point, outcome, sentence)
        {
            At = visit.At,
            KnownAt = trajectory.KnownAt(used),
            Sources = [Policy],
            Parameters = parameters.ToEquatableArray(),

            // By reference: the last score; what else was watched are the scores of the series since "watched-from".
            Observations = [visit.ToObservation("score")],
            Flags = ["project-policy", .. flags],
        };

    private static IndicatorOutcome.Measured Measured(double value, string unit, double? low = null, double? high = null, int decimals = 1) =>
        new(Exact(value), unit, decimals, low is { } l ? Exact(l) : null, high is { } h ? Exact(h) : null);

    private static Fraction Exact(double value) => Fraction.FromDecimal(decimal.Round((decimal)value, 4, MidpointRounding.AwayFromZero));

    private static string Number(double value) => (Math.Round(value, 2, MidpointRounding.AwayFromZero) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
