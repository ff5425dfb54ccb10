using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Programs;

/// <content>Sums, means, extremes and what policies fill in.</content>
internal sealed partial class RuleLowering
{
    private Part Total(AggregateNode node, bool isMean)
    {
        var parts = LowerParts(node);
        var droppable = parts.Exists(part => part.Dropped is not Condition.Never);
        var counted = CountParts(parts, part => Condition.Not(part.Dropped));
        var knownCount = CountParts(parts, part => part.Known);
        var allKnown = AllKnown(parts);
        var fill = Fill(node, counted, knownCount, out var roundTo);
        var dropped = Condition.And(parts.Select(part => part.Dropped));

        var (sum, denominator) = Add(parts, droppable || fill is not Condition.Never);
        Number numerator;
        Number divisor;
        if (isMean)
        {
            // All known: as many as count. Filled in: the mean of those that are known.
            divisor = Number.Multiply(denominator, fill is Condition.Never ? counted : knownCount);
            numerator = sum;
        }
        else if (fill is Condition.Never)
        {
            divisor = denominator;
            numerator = sum;
        }
        else
        {
            // The known ones, times all over the known: with all known that is the sum itself.
            divisor = Number.Multiply(denominator, knownCount);
            numerator = Number.Multiply(sum, counted);
        }

        if (roundTo is { } decimals && fill is not Condition.Never)
        {
            // Only what was filled in is rounded; a complete form is exact.
            var power = ScaleProgram.Power(decimals);
            var rounded = ScaleProgram.Round(numerator, divisor, power);
            if (isMean || denominator.Fixed is not { } exact)
            {
                throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, "A rounded mean of answered parts is not written.");
            }

            var common = ProgramItem.Common(power, exact);
            numerator = Number.Choose(
                allKnown,
                Number.Multiply(sum, Number.From(common / exact)),
                Number.Multiply(rounded, Number.From(common / power)));
            divisor = Number.From(common);
        }

        var known = Condition.And(Condition.Or(allKnown, fill), Condition.Not(dropped));
        return new Part(known, numerator, divisor, () => TotalBounds(parts, known, numerator, divisor, isMean, fill, counted))
        {
            Dropped = dropped,
            Fault = Condition.Or(parts.Select(part => part.Fault)),
            Filled = Condition.Or([Condition.And(Condition.Not(allKnown), fill), .. parts.Select(part => part.Filled)]),
        };
    }

    private static Bounds TotalBounds(List<Part> parts, Condition known, Number numerator, Number divisor, bool isMean, Condition fill, Number counted)
    {
        var bounds = parts.ConvertAll(part => (part.Dropped, Bounds: part.FindBounds()));
        var common = bounds.Aggregate((Int128)1, (all, part) => ProgramItem.Common(all, part.Bounds.Denominator));
        Number Sum(Func<Bounds, Number> end) => Number.Add(bounds.Select(part =>
            Number.Choose(part.Dropped, Number.Zero, Number.Multiply(end(part.Bounds), Number.From(common / part.Bounds.Denominator)))));
        var (low, high) = (Sum(bound => bound.Low), Sum(bound => bound.High));
        if (isMean)
        {
            if (counted.Fixed is not { } count)
            {
                throw NoBounds("a mean with parts that may not apply");
            }

            common *= count;
        }

        if (fill is Condition.Never)
        {
            return new Bounds(low, high, common);
        }

        if (divisor.Fixed is not { } exact)
        {
            throw NoBounds("a part that a policy fills in");
        }

        var all = ProgramItem.Common(common, exact);
        var value = Number.Multiply(numerator, Number.From(all / exact));
        return new Bounds(
            Number.Choose(known, value, Number.Multiply(low, Number.From(all / common))),
            Number.Choose(known, value, Number.Multiply(high, Number.From(all / common))),
            all);
    }

    private Part Extreme(AggregateNode node, bool isGreatest)
    {
        var parts = LowerParts(node);
        var bounds = parts.ConvertAll(part => part.FindBounds());
        var common = bounds.Aggregate((Int128)1, (all, bound) => ProgramItem.Common(all, bound.Denominator));
        var lows = Scaled(bounds, common, bound => bound.Low);
        var highs = Scaled(bounds, common, bound => bound.High);

        // A part that does not apply must not win: it gets the value that loses against every other.
        Number Edge(List<Number> values)
        {
            var loser = Number.From(isGreatest ? values.Min(value => value.Low) : values.Max(value => value.High));
            var entries = values.Select((value, index) => Number.Choose(parts[index].Dropped, loser, value));
            return isGreatest ? Number.Greatest(entries) : Number.Least(entries);
        }

        var low = Edge(lows);
        var high = Edge(highs);
        var dropped = Condition.And(parts.Select(part => part.Dropped));
        var allKnown = AllKnown(parts);

        // Known without all its parts where the lowest that it could be is also the highest.
        var settled = Condition.Or(allKnown, Condition.Same(low, high));
        var fill = Fill(node, CountParts(parts, part => Condition.Not(part.Dropped)), CountParts(parts, part => part.Known), out _);

        // Filled in: only the known ones compete.
        var loserOfKnown = Number.From(isGreatest ? lows.Min(value => value.Low) : highs.Max(value => value.High));
        var ofKnown = lows.Select((value, index) => Number.Choose(parts[index].Known, value, loserOfKnown));
        var filled = isGreatest ? Number.Greatest(ofKnown) : Number.Least(ofKnown);
        var numerator = fill is Condition.Never ? low : Number.Choose(settled, low, filled);
        var known = Condition.And(Condition.Or(settled, fill), Condition.Not(dropped));
        return new Part(known, numerator, Number.From(common), () => fill is Condition.Never
            ? new Bounds(low, high, common)
            : new Bounds(Number.Choose(known, numerator, low), Number.Choose(known, numerator, high), common))
        {
            Dropped = dropped,
            Fault = Condition.Or(parts.Select(part => part.Fault)),
            Filled = Condition.Or([Condition.And(Condition.Not(settled), fill), .. parts.Select(part => part.Filled)]),
        };
    }

    /// <summary>When a policy fills in a part, or lets it stand on its known ones.</summary>
    private Condition Fill(AggregateNode node, Number counted, Number known, out int? roundTo)
    {
        roundTo = null;
        if (policy is null || node.Id is null)
        {
            return Condition.False;
        }

        var mean = policy.PersonMeans.FirstOrDefault(rule => string.Equals(rule.Aggregate, node.Id, StringComparison.Ordinal));
        var kOfN = policy.KOfNs.FirstOrDefault(rule => string.Equals(rule.Aggregate, node.Id, StringComparison.Ordinal));
        if (mean is null && kOfN is null)
        {
            return Condition.False;
        }

        if (mean is not null && kOfN is not null)
        {
            throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, "Two rules of one policy for one part are not written.");
        }

        roundTo = mean?.RoundTo;
        var enough = mean is not null
            ? Condition.AtMost(Number.Add(counted, Number.Negate(known)), Number.From(mean.MaxMissing))
            : Condition.AtLeast(known, Number.From(kOfN!.Required));

        // A proration never fills in an item that carries an alert.
        var alertsAnswered = policy.IsProration
            ? Condition.And(InstrumentProgram.CollectItems(node).Where(_alertItems.Contains).Distinct(StringComparer.Ordinal).Select(id =>
            {
                var item = program.Read(id, TakesOut);
                return Condition.Or(item.Known, item.Dropped);
            }))
            : Condition.True;
        return Condition.And(Condition.AtLeast(known, Number.One), enough, alertsAnswered);
    }

    private static Condition AllKnown(List<Part> parts) => Condition.And(parts.Select(part => Condition.Or(part.Dropped, part.Known)));

    private static Number CountParts(List<Part> parts, Func<Part, Condition> counts) =>
        Number.Add(parts.Select(part => Number.Choose(counts(part), Number.One, Number.Zero)));

    private static List<Number> Scaled(List<Bounds> bounds, Int128 common, Func<Bounds, Number> end) =>
        bounds.ConvertAll(bound => Number.Multiply(end(bound), Number.From(common / bound.Denominator)));

    /// <summary>The sum of the parts over one denominator, of the known ones alone where others may be there.</summary>
    private static (Number Numerator, Number Denominator) Add(List<Part> parts, bool onlyKnown)
    {
        Number Value(Part part, Number numerator) => onlyKnown && part.Known is not Condition.Always ? Number.Choose(part.Known, numerator, Number.Zero) : numerator;
        if (parts.TrueForAll(part => part.FixedDenominator is not null))
        {
            var common = CommonDenominator(parts);
            return (Number.Add(parts.Select(part => Value(part, Number.Multiply(part.Numerator, Number.From(common / part.FixedDenominator!.Value))))), Number.From(common));
        }

        if (onlyKnown)
        {
            throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, "A policy over parts with a divisor of their own is not written.");
        }

        Number numerator = Number.Zero;
        Number denominator = Number.One;
        foreach (var part in parts)
        {
            numerator = Number.Add(Number.Multiply(numerator, part.Denominator), Number.Multiply(part.Numerator, denominator));
            denominator = Number.Multiply(denominator, part.Denominator);
        }

        return (numerator, denominator);
    }
}
