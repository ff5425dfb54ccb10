namespace KetamineOutcomes.Indicators;

/// <summary>The time as of which answers hold: what the caller gave, and what counts as now (else the course's last record).</summary>
/// <remarks>Only a given time lets a window be called not yet due: the last record says nothing about when the data were taken.</remarks>
internal readonly record struct AssessmentClock(ClinicalTime? AsOf, NowSpan Now);

/// <summary>The reading at a point of a series, or why there is none.</summary>
internal sealed record PointPick<TReading>(string Point, TReading? Reading, string? Fault, bool IsNotApplicable = false)
    where TReading : Reading
{
    /// <summary>What the point itself asks readers to bear in mind.</summary>
    public EquatableArray<string> Flags { get; init; }

    /// <summary>The windows by which it was found, as named numbers.</summary>
    public EquatableArray<Parameter> Parameters { get; init; }

    /// <summary>The name of a visit's point: raters other than the instrument's usual one are named, so that keys stay apart.</summary>
    public static string VisitName(TReading reading) => reading.IsUsualRater ? "every-visit" : $"every-visit:{reading.RaterWord}";
}
