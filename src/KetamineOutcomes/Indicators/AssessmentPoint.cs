using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>Where in a series an indicator is asked for: a closed set of named points.</summary>
public abstract record AssessmentPoint
{
    /// <summary>Days after an infusion in which an assessment still speaks for it (project policy).</summary>
    internal const int WindowAfterInfusion = 14;

    /// <summary>Days after which the last assessment no longer says how the patient is (project policy).</summary>
    internal const int StaleAfterDays = 45;

    private AssessmentPoint()
    {
    }

    /// <summary>The points used when none is asked for: the end of induction, and the last assessment.</summary>
    public static EquatableArray<AssessmentPoint> Defaults { get; } = [new EndOfInduction(), new Last()];

    /// <summary>The stable name, for example <c>day:2+-1</c>.</summary>
    public abstract string Name { get; }

    internal abstract void Close();

    /// <summary>Reads <c>end-of-induction</c>, <c>last</c>, <c>every-visit</c>, <c>infusion:3</c>, <c>day:14</c>, <c>day:14+-3</c> or <c>visit:week-1</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The point, or an issue.</returns>
    public static ReadResult<AssessmentPoint> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PointText.TryParse(text, out var point))
        {
            return ReadResult<AssessmentPoint>.Success(point);
        }

        return ReadResult<AssessmentPoint>.Failure([new Issue(
            IssueCodes.OptionInvalid,
            IssueSeverity.Error,
            "Expected end-of-induction, last, every-visit, infusion:N, day:N, day:N+-W or visit:NAME.",
            "at")]);
    }

    /// <summary>The first assessment 1 to 14 days after the last infusion labelled as induction (project policy).</summary>
    public sealed record EndOfInduction : AssessmentPoint
    {
        /// <inheritdoc/>
        public override string Name => "end-of-induction";

        internal override void Close()
        {
        }
    }

    /// <summary>The last assessment of the series; indeterminate if it is more than 45 days old at <c>asOf</c> (project policy).</summary>
    public sealed record Last : AssessmentPoint
    {
        /// <inheritdoc/>
        public override string Name => "last";

        internal override void Close()
        {
        }
    }

    /// <summary>Each assessment after baseline.</summary>
    public sealed record EveryVisit : AssessmentPoint
    {
        /// <inheritdoc/>
        public override string Name => "every-visit";

        internal override void Close()
        {
        }
    }

    /// <summary>The assessment nearest to a day counted from the first infusion of the series; of two as near, the later.</summary>
    public sealed record Day : AssessmentPoint
    {
        /// <summary>A day with a window.</summary>
        /// <param name="number">The day; 0 is the day of the first infusion (the baseline's day in data without treatments).</param>
        /// <param name="window">Days on either side that still count, 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The window is negative.</exception>
        public Day(int number, int window = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(window);
            Number = number;
            Window = window;
        }

        /// <summary>The day.</summary>
        public int Number { get; }

        /// <summary>Days on either side, inclusive.</summary>
        public int Window { get; }

        /// <inheritdoc/>
        public override string Name => Window == 0
            ? string.Create(CultureInfo.InvariantCulture, $"day:{Number}")
            : string.Create(CultureInfo.InvariantCulture, $"day:{Number}+-{Window}");

        internal override void Close()
        {
        }
    }

    /// <summary>The first usable assessment after baseline that the schedule calls so (<see cref="Administration.Visit"/>), whatever day it took place; the answer keeps the real day.</summary>
    public sealed record Visit : AssessmentPoint
    {
        /// <summary>A nominal visit.</summary>
        /// <param name="nominalName">Its name (<see cref="NominalVisit"/>), for example <c>week-1</c>.</param>
        /// <exception cref="ArgumentException">It is no name.</exception>
        public Visit(string nominalName)
        {
            if (!NominalVisit.IsName(nominalName))
            {
                throw new ArgumentException("Expected the name of a visit, such as week-1.", nameof(nominalName));
            }

            NominalName = nominalName;
        }

        /// <summary>The name of the visit.</summary>
        public string NominalName { get; }

        /// <inheritdoc/>
        public override string Name => $"visit:{NominalName}";

        internal override void Close()
        {
        }
    }

    /// <summary>The first assessment after an infusion, up to the next infusion and at most 14 days later (project policy).</summary>
    public sealed record AfterInfusion : AssessmentPoint
    {
        /// <summary>The assessment after an infusion.</summary>
        /// <param name="number">The infusion's number in the series, from 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
        public AfterInfusion(int number)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
            Number = number;
        }

        /// <summary>The infusion's number in the series.</summary>
        public int Number { get; }

        /// <inheritdoc/>
        public override string Name => string.Create(CultureInfo.InvariantCulture, $"infusion:{Number}");

        internal override void Close()
        {
        }
    }
}

/// <summary>The text forms of points and policies.</summary>
internal static class PointText
{
    // A hundred years: more is a slip of the keyboard.
    private const int MaxDays = 36525;

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AssessmentPoint? point)
    {
        point = text switch
        {
            "end-of-induction" => new AssessmentPoint.EndOfInduction(),
            "last" => new AssessmentPoint.Last(),
            "every-visit" => new AssessmentPoint.EveryVisit(),
            _ => null,
        };
        if (point is null && text.StartsWith("infusion:", StringComparison.Ordinal) && TryParseDays(text[9..], out var infusion) && infusion >= 1)
        {
            point = new AssessmentPoint.AfterInfusion(infusion);
        }

        if (point is null && text.StartsWith("visit:", StringComparison.Ordinal) && NominalVisit.IsName(text[6..]))
        {
            point = new AssessmentPoint.Visit(text[6..]);
        }

        if (point is null && text.StartsWith("day:", StringComparison.Ordinal))
        {
            var rest = text[4..].Replace("\u00B1", "+-", StringComparison.Ordinal);
            var sign = rest.IndexOf("+-", StringComparison.Ordinal);
            var window = 0;
            if (int.TryParse(sign < 0 ? rest : rest[..sign], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var day)
                && day is >= -MaxDays and <= MaxDays
                && (sign < 0 || TryParseDays(rest[(sign + 2)..], out window)))
            {
                point = new AssessmentPoint.Day(day, window);
            }
        }

        return point is not null;
    }

    public static bool TryParseDays(string text, out int days) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days <= MaxDays;

    public static bool TryParseTime(string text, out ClinicalTime time)
    {
        if (ClinicalTime.TryParse(text, out time))
        {
            return true;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var day) && Math.Abs(day) <= ClinicalTime.MaxRelativeDay)
        {
            time = ClinicalTime.OnDay(day);
            return true;
        }

        return false;
    }
}
