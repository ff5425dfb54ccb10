using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>What a criterion says of one reading.</summary>
internal readonly record struct CriterionResult(Truth Truth, string? Reason = null)
{
    public static CriterionResult Of(bool holds) => new(holds ? Truth.Yes : Truth.No);
}

/// <summary>Judges one reading against a criterion. Nothing is rounded.</summary>
/// <param name="Track">The scale.</param>
/// <param name="Entry">The reading of that scale by which the entry state was established, or <see langword="null"/>.</param>
/// <param name="Index">The reading at the index of the window, or <see langword="null"/>.</param>
internal sealed record CriterionJudge(EndpointTrack Track, EndpointReading? Entry, EndpointReading? Index)
{
    public CriterionResult Judge(EndpointCriterion criterion, EndpointReading reading)
    {
        if (reading.Value is not { } score)
        {
            return new CriterionResult(Truth.Unknown, reading.Fault);
        }

        switch (criterion)
        {
            case EndpointCriterion.Score cut:
                return CriterionResult.Of(cut.Comparator.Holds(score, cut.Value));
            case EndpointCriterion.Change change:
                return JudgeChange(change, score);
            case EndpointCriterion.Declared declared:
                return JudgeDeclared(declared, score);
            case EndpointCriterion.Not not:
                var inner = Judge(not.Inner, reading);
                return inner.Truth switch
                {
                    Truth.Yes => new CriterionResult(Truth.No),
                    Truth.No => new CriterionResult(Truth.Yes),
                    _ => inner,
                };
            case EndpointCriterion.AllOf all:
                return Join(all.Inner, reading, decides: Truth.No, otherwise: Truth.Yes);
            default:
                return Join(((EndpointCriterion.AnyOf)criterion).Inner, reading, decides: Truth.Yes, otherwise: Truth.No);
        }
    }

    /// <summary>The change in the unit and sense of a criterion, where there is one to count.</summary>
    public Fraction? ChangeOf(EndpointCriterion criterion, EndpointReading reading) => criterion switch
    {
        EndpointCriterion.Change change when reading.Value is { } score && TryChange(change.From, change.Unit, change.Percentage, score, out var value, out _) =>
            change.IsWorsening ? -value : value,
        EndpointCriterion.Declared declared when reading.Value is { } score && Resolve(declared) is { Kind: EndpointKind.Response } entry
            && TryChange(declared.From, ChangeUnit.Percent, entry.PercentageRule, score, out var value, out _) => value,
        EndpointCriterion.Not not => ChangeOf(not.Inner, reading),
        _ => null,
    };

    /// <summary>The entry that a criterion means on this scale, or <see langword="null"/> where the scale declares none.</summary>
    public EndpointEntry? Resolve(EndpointCriterion.Declared declared) =>
        declared.Entry ?? Track.Declared.Default(declared.Kind);

    private CriterionResult Join(EquatableArray<EndpointCriterion> parts, EndpointReading reading, Truth decides, Truth otherwise)
    {
        CriterionResult? unknown = null;
        CriterionResult? notApplicable = null;
        foreach (var part in parts)
        {
            var result = Judge(part, reading);
            if (result.Truth == decides)
            {
                return new CriterionResult(decides);
            }

            unknown ??= result.Truth == Truth.Unknown ? result : null;
            notApplicable ??= result.Truth == Truth.NotApplicable ? result : null;
        }

        return unknown ?? notApplicable ?? new CriterionResult(otherwise);
    }

    private CriterionResult JudgeChange(EndpointCriterion.Change change, Fraction score)
    {
        if (!TryChange(change.From, change.Unit, change.Percentage, score, out var improvement, out var missing))
        {
            return missing;
        }

        return CriterionResult.Of(change.Comparator.Holds(change.IsWorsening ? -improvement : improvement, change.Value));
    }

    private CriterionResult JudgeDeclared(EndpointCriterion.Declared declared, Fraction score)
    {
        if (Resolve(declared) is not { } entry)
        {
            return new CriterionResult(Truth.NotApplicable, Reasons.EndpointNotDeclared);
        }

        if (ReferenceOf(declared.From) is not { Value: { } reference })
        {
            return new CriterionResult(Truth.Unknown, FaultOf(declared.From));
        }

        // The same gates as the rows response and remission have: from a baseline that is not bad enough the entry has no meaning.
        if (Track.Declared.RemissionFor(entry) is { } remission
            && remission.Comparator.Holds(reference, remission.Value))
        {
            return new CriterionResult(Truth.NotApplicable, Reasons.InRemissionAtBaseline);
        }

        if (Track.Direction == Direction.HigherIsBetter ? reference > entry.MinimumBaseline : reference < entry.MinimumBaseline)
        {
            return new CriterionResult(Truth.NotApplicable, Reasons.BaselineBelowMinimum);
        }

        if (entry.Kind == EndpointKind.Remission)
        {
            return CriterionResult.Of(entry.Comparator.Holds(score, entry.Value));
        }

        return TryChange(declared.From, ChangeUnit.Percent, entry.PercentageRule, score, out var percentage, out var missing)
            ? CriterionResult.Of(entry.Comparator.Holds(percentage, entry.Value))
            : missing;
    }

    private bool TryChange(ChangeReference from, ChangeUnit unit, PercentageRule rule, Fraction score, out Fraction change, out CriterionResult missing)
    {
        change = default;
        missing = default;
        if (ReferenceOf(from) is not { Value: { } reference })
        {
            missing = new CriterionResult(Truth.Unknown, FaultOf(from));
            return false;
        }

        change = Track.Direction == Direction.HigherIsBetter ? score - reference : reference - score;
        if (unit == ChangeUnit.Points)
        {
            return true;
        }

        if (rule == PercentageRule.RangeToBest && Track.Best is null)
        {
            missing = new CriterionResult(Truth.NotApplicable, Reasons.EndpointNotDeclared);
            return false;
        }

        var divisor = rule == PercentageRule.Raw ? reference : Fraction.Abs(reference - Track.Best!.Value);
        if (divisor == 0)
        {
            missing = new CriterionResult(Truth.NotApplicable, reference == Track.Best ? Reasons.BaselineAtBest : Reasons.BaselineZero);
            return false;
        }

        change = change * 100 / Fraction.Abs(divisor);
        return true;
    }

    private EndpointReading? ReferenceOf(ChangeReference from) => from switch
    {
        ChangeReference.Entry => Entry,
        ChangeReference.Index => Index,
        _ => Track.Baseline,
    };

    private string FaultOf(ChangeReference from) => from == ChangeReference.Baseline ? Track.BaselineFault ?? Reasons.NoBaseline : Reasons.NoAssessment;
}
