namespace KetamineOutcomes.Indicators.Domains;

/// <summary>How a scale, or a side, stands to the baseline.</summary>
internal enum DomainChange
{
    /// <summary>Better by more than error of measurement.</summary>
    Better,

    /// <summary>Not further from the baseline than error of measurement.</summary>
    Same,

    /// <summary>Worse by more than error of measurement.</summary>
    Worse,
}

/// <summary>What follows from the changes of scales for their sides, and from the two sides for a person. Pure.</summary>
internal static class DomainChanges
{
    /// <summary>A gain (positive is better) beside the smallest reliable change, which itself is not enough.</summary>
    public static DomainChange Of(Fraction gain, Fraction unit) =>
        gain > unit ? DomainChange.Better : -gain > unit ? DomainChange.Worse : DomainChange.Same;

    /// <summary>What several scales of one side say together; <see langword="null"/> where some are better and some worse.</summary>
    public static DomainChange? Join(IReadOnlyCollection<DomainChange> changes)
    {
        var better = changes.Contains(DomainChange.Better);
        var worse = changes.Contains(DomainChange.Worse);
        return better && worse ? null : better ? DomainChange.Better : worse ? DomainChange.Worse : DomainChange.Same;
    }

    /// <summary>The stable word for both sides: one of nine.</summary>
    public static string Word(DomainChange mood, DomainChange functioning) => (mood, functioning) switch
    {
        (DomainChange.Same, DomainChange.Same) => "neither-changed",
        _ when mood == functioning => $"both-{Word(mood)}",
        _ => $"mood-{Word(mood)}-functioning-{Word(functioning)}",
    };

    public static string Word(DomainChange change) => change switch
    {
        DomainChange.Better => "better",
        DomainChange.Worse => "worse",
        _ => "same",
    };
}
