using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Survival;

/// <summary>The curve at one time.</summary>
/// <param name="Row">The time, how many were at risk, had the event, and were last seen.</param>
/// <param name="Survival">The share without the event after this time, 0 to 1.</param>
/// <param name="StandardError">Greenwood's standard error of that share; 0 where nothing happened yet, and 0 once nobody is left.</param>
/// <param name="Interval">The interval of that share; <see langword="null"/> where the scale has none: at a share of 0, and on the log-log scale at 1.</param>
public readonly record struct SurvivalStep(RiskRow Row, double Survival, double StandardError, NumberInterval? Interval)
{
    /// <summary>The time, how many were at risk, had the event, and were last seen.</summary>
    public RiskRow Row { get; } = Row;

    /// <summary>The share without the event after this time, 0 to 1.</summary>
    public double Survival { get; } = Survival;

    /// <summary>Greenwood's standard error of that share.</summary>
    public double StandardError { get; } = StandardError;

    /// <summary>The interval of that share, or <see langword="null"/> where the scale has none.</summary>
    public NumberInterval? Interval { get; } = Interval;
}

/// <summary>A quantile of the time to an event.</summary>
/// <param name="Time">The time; <see langword="null"/> if the curve never falls that far.</param>
/// <param name="Low">The lower end of its interval; <see langword="null"/> if the lower curve never falls that far.</param>
/// <param name="High">The upper end of its interval; <see langword="null"/> if nothing bounds it.</param>
public readonly record struct SurvivalQuantile(double? Time, double? Low, double? High)
{
    /// <summary>The time, or <see langword="null"/> if the curve never falls that far.</summary>
    public double? Time { get; } = Time;

    /// <summary>The lower end of its interval, or <see langword="null"/>.</summary>
    public double? Low { get; } = Low;

    /// <summary>The upper end of its interval, or <see langword="null"/> if nothing bounds it.</summary>
    public double? High { get; } = High;
}

/// <summary>
/// The Kaplan-Meier curve: the share of people without an event over time, where some were last seen without it. It takes it that those last seen early would have fared like
/// those followed on; someone who stops coming because of relapse breaks that.
/// </summary>
/// <remarks>Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481. Standard errors by Greenwood's formula.</remarks>
public sealed class KaplanMeier
{
    // As R's survfit does: shares that differ by less are the same.
    private static readonly double Tolerance = Math.Sqrt(Math.BitIncrement(1.0) - 1);

    private KaplanMeier(RiskTable table, EquatableArray<SurvivalStep> steps, double level, SurvivalInterval scale)
    {
        Table = table;
        Steps = steps;
        Level = level;
        Scale = scale;
    }

    /// <summary>The people it was made from.</summary>
    public RiskTable Table { get; }

    /// <summary>The curve, one step for each time at which somebody had the event or was last seen; before the first it is 1.</summary>
    public EquatableArray<SurvivalStep> Steps { get; }

    /// <summary>The confidence level of the intervals.</summary>
    public double Level { get; }

    /// <summary>The scale of the intervals.</summary>
    public SurvivalInterval Scale { get; }

    /// <summary>The median time with its interval.</summary>
    public SurvivalQuantile Median => Quantile(0.5);

    /// <summary>Estimates the curve.</summary>
    /// <param name="table">The people.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <param name="scale">The scale of the intervals.</param>
    /// <returns>The curve; without people it has no steps.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static KaplanMeier Estimate(RiskTable table, double level = 0.95, SurvivalInterval scale = SurvivalInterval.LogLog)
    {
        ArgumentNullException.ThrowIfNull(table);
        var z = Quantiles.TwoSidedNormal(level);
        var steps = new List<SurvivalStep>();
        var (survival, variance) = (1.0, 0.0);
        foreach (var row in table.Rows)
        {
            if (row.Events > 0)
            {
                double atRisk = row.AtRisk;
                survival = row.Events == row.AtRisk ? 0 : survival * ((atRisk - row.Events) / atRisk);
                // The variance of log S; with nobody left it is infinite, and S itself has none.
                variance += row.Events / (atRisk * (atRisk - row.Events));
            }

            var error = survival == 0 ? 0 : survival * Math.Sqrt(variance);
            steps.Add(new SurvivalStep(row, survival, error, IntervalOf(survival, variance, z, level, scale)));
        }

        return new KaplanMeier(table, steps.ToEquatableArray(), level, scale);
    }

    /// <summary>The share without the event at a time, and its interval.</summary>
    /// <param name="time">The time, 0 or more.</param>
    /// <returns>The last step at or before it; <see langword="null"/> before the first step (where the share is 1), and behind the last time at which anybody was followed.</returns>
    public SurvivalStep? At(double time)
    {
        if (Steps.Count == 0 || time > Steps[^1].Row.Time)
        {
            return null;
        }

        SurvivalStep? found = null;
        foreach (var step in Steps)
        {
            if (step.Row.Time > time)
            {
                break;
            }

            found = step;
        }

        return found;
    }

    /// <summary>The time by which a share of people had the event.</summary>
    /// <param name="share">The share, above 0 and below 1; 0.5 for the median.</param>
    /// <returns>
    /// The first time at which the curve is at or below 1 - share. Where it lies exactly on it for a while, the middle of that while, as in R. The ends of the interval are the
    /// same of the interval's curves (Brookmeyer and Crowley).
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public SurvivalQuantile Quantile(double share)
    {
        if (share is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share lies strictly between 0 and 1.");
        }

        return new SurvivalQuantile(
            Crossing(share, step => step.Survival),
            // Where the interval does not exist its ends say nothing: at 1 they have not fallen, at 0 they are not known.
            Crossing(share, step => step.Interval?.Low ?? (step.Survival > 0 ? 1 : null)),
            Crossing(share, step => step.Interval?.High ?? (step.Survival > 0 ? 1 : null)));
    }

    /// <summary>The mean time without the event up to a limit: the area under the curve.</summary>
    /// <param name="until">The limit, at most the last time at which anybody was followed.</param>
    /// <returns>The mean, in the unit of the table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, or later than anybody was followed.</exception>
    public double RestrictedMean(double until)
    {
        if (Steps.Count == 0 || !(until >= 0 && until <= Steps[^1].Row.Time))
        {
            throw new ArgumentOutOfRangeException(nameof(until), until, "The limit lies between 0 and the last time at which anybody was followed.");
        }

        var (area, from, height) = (0.0, 0.0, 1.0);
        foreach (var step in Steps.TakeWhile(step => step.Row.Time < until))
        {
            area += height * (step.Row.Time - from);
            (from, height) = (step.Row.Time, step.Survival);
        }

        return area + (height * (until - from));
    }

    private static NumberInterval? IntervalOf(double survival, double variance, double z, double level, SurvivalInterval scale)
    {
        if (survival == 0)
        {
            return null;
        }

        var error = Math.Sqrt(variance);
        switch (scale)
        {
            case SurvivalInterval.Plain:
                return new NumberInterval(Math.Max(0, survival - (z * survival * error)), Math.Min(1, survival + (z * survival * error)), level);
            case SurvivalInterval.Log:
                return new NumberInterval(survival * Math.Exp(-z * error), Math.Min(1, survival * Math.Exp(z * error)), level);
            default:
                if (survival == 1)
                {
                    return null;
                }

                var half = z * error / Math.Abs(Math.Log(survival));
                var centre = Math.Log(-Math.Log(survival));
                return new NumberInterval(Math.Exp(-Math.Exp(centre + half)), Math.Exp(-Math.Exp(centre - half)), level);
        }
    }

    private double? Crossing(double share, Func<SurvivalStep, double?> curve)
    {
        var target = 1 - share;
        for (var i = 0; i < Steps.Count; i++)
        {
            if (curve(Steps[i]) is not { } value || value > target + Tolerance)
            {
                continue;
            }

            if (value < target - Tolerance)
            {
                return Steps[i].Row.Time;
            }

            // On the line: until the curve next falls, or as far as anybody was followed.
            var next = Enumerable.Range(i + 1, Steps.Count - i - 1).Where(j => (curve(Steps[j]) ?? 0) < target - Tolerance).Select(j => Steps[j].Row.Time).DefaultIfEmpty(Steps[^1].Row.Time).First();
            return (Steps[i].Row.Time + next) / 2;
        }

        return null;
    }
}
