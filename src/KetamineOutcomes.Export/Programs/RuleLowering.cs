using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Programs;

/// <summary>Turns a rule into whole numbers and conditions, under one missing-item policy. It says what the scalar reader says, in the words of an engine.</summary>
internal sealed class RuleLowering(InstrumentProgram program, MissingPolicy? policy)
{
    private readonly HashSet<string> _alertItems = program.Instrument.Alerts.Select(alert => alert.Item).ToHashSet(StringComparer.Ordinal);

    private bool TakesOut => policy?.NotApplicable == NotApplicableTreatment.OutOfDenominator;

    public Part Lower(RuleNode node) => node switch
    {
        ItemNode item => program.Read(item.Item, TakesOut),
        ConstantNode constant => Constant(constant.Value),
        CovariateNode covariate => Person(covariate),
        SumNode sum => Total(sum, isMean: false),
        MeanNode mean => Total(mean, isMean: true),
        MaxNode max => Extreme(max, isGreatest: true),
        MinNode min => Extreme(min, isGreatest: false),
        CountNode count => Count(count),
        AndNode and => Logic(and, isAnd: true),
        OrNode or => Logic(or, isAnd: false),
        OneOfNode oneOf => OneOf(oneOf),
        ProfileNode profile => Profile(profile),
        ThresholdNode threshold => Threshold(threshold),
        WeightNode weight => Linear(Lower(weight.Of), weight.By, 0),
        ReverseNode reverse => Linear(Lower(reverse.Of), -1, reverse.Of.Range.Low + (reverse.Of.Range.High ?? 0)),
        LinearNode linear => Linear(Lower(linear.Of), linear.Multiply, linear.Add),
        RecodeNode recode => Recode(recode),
        LookupNode lookup => Lookup(lookup),
        CaseNode choice => Case(choice),
        QuotientNode quotient => Quotient(quotient),
        ClockDifferenceNode clock => Clock(clock),
        ValueSetNode => throw new RuleNotExportableException(ExportCodes.ValueSetNeeded, "The rule asks for a value set of the caller's choice."),
        _ => throw new RuleNotExportableException(ExportCodes.RuleNotSupported, $"{node.GetType().Name} is not written."),
    };

    private static Part Constant(Fraction value)
    {
        var numerator = Number.From(value.Numerator);
        return new Part(Condition.True, numerator, Number.From(value.Denominator), () => new Bounds(numerator, numerator, value.Denominator));
    }

    private static Part Person(CovariateNode covariate)
    {
        var known = new Condition.PersonKnown(covariate.Kind);
        var (low, high) = (covariate.Range.Low.Numerator, covariate.Range.High!.Value.Numerator);
        var value = new Number.PersonValue(covariate.Kind, low, high);
        return new Part(known, value, Number.One, () => new Bounds(
            Number.Choose(known, value, Number.From(low)),
            Number.Choose(known, value, Number.From(high)),
            1));
    }

    private List<Part> LowerParts(AggregateNode node) => [.. node.Parts.Select(Lower)];

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
                throw new RuleNotExportableException(ExportCodes.RuleNotSupported, "A rounded mean of answered parts is not written.");
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

    private Part Count(CountNode node)
    {
        var parts = LowerParts(node);
        var ends = parts.ConvertAll(part => Sides(part, node.Value, isAtLeast: true));
        Number Add(Func<(Condition Sure, Condition Possible), Condition> end) => Number.Add(parts.Select((part, index) =>
            Number.Choose(Condition.And(Condition.Not(part.Dropped), end(ends[index])), Number.One, Number.Zero)));
        var (low, high) = (Add(end => end.Sure), Add(end => end.Possible));

        // The number stands where every part that could still count counts already.
        var known = Condition.And(parts.Select((part, index) =>
            Condition.Or(part.Dropped, ends[index].Sure, Condition.Not(ends[index].Possible))));
        return ThreeValued(parts, known, low, high);
    }

    private Part Logic(AggregateNode node, bool isAnd)
    {
        var parts = LowerParts(node);
        var ends = parts.ConvertAll(part =>
        {
            var bounds = part.FindBounds();
            return (Sure: Condition.Not(Condition.Same(bounds.Low, Number.Zero)), Possible: Condition.Not(Condition.Same(bounds.High, Number.Zero)));
        });
        Condition Join(Func<(Condition Sure, Condition Possible), Condition> end) => isAnd
            ? Condition.And(parts.Select((part, index) => Condition.Or(part.Dropped, end(ends[index]))))
            : Condition.Or(parts.Select((part, index) => Condition.And(Condition.Not(part.Dropped), end(ends[index]))));
        var (sure, possible) = (Join(end => end.Sure), Join(end => end.Possible));
        return ThreeValued(
            parts,
            Condition.Or(sure, Condition.Not(possible)),
            Number.Choose(sure, Number.One, Number.Zero),
            Number.Choose(possible, Number.One, Number.Zero));
    }

    private Part Threshold(ThresholdNode node)
    {
        var part = Lower(node.Of);
        var (sure, possible) = Sides(part, node.Value, node.Comparator == Comparator.AtLeast);
        return ThreeValued(
            [part],
            Condition.Or(sure, Condition.Not(possible)),
            Number.Choose(sure, Number.One, Number.Zero),
            Number.Choose(possible, Number.One, Number.Zero));
    }

    private static Part ThreeValued(List<Part> parts, Condition settled, Number low, Number high)
    {
        var dropped = Condition.And(parts.Select(part => part.Dropped));
        return new Part(Condition.And(settled, Condition.Not(dropped)), low, Number.One, () => new Bounds(low, high, 1))
        {
            Dropped = dropped,
            Fault = Condition.Or(parts.Select(part => part.Fault)),
            Filled = Condition.Or(parts.Select(part => part.Filled)),
        };
    }

    /// <summary>Whether a part is surely, and whether it is possibly, on the right side of a value.</summary>
    private static (Condition Sure, Condition Possible) Sides(Part part, Fraction value, bool isAtLeast)
    {
        var bounds = part.FindBounds();
        Condition Compare(Number end)
        {
            var left = Number.Multiply(end, Number.From(value.Denominator));
            var right = Number.From(checked(value.Numerator * bounds.Denominator));
            if (value.Denominator == 1)
            {
                left = end;
            }

            return isAtLeast ? Condition.AtLeast(left, right) : Condition.AtMost(left, right);
        }

        return isAtLeast ? (Compare(bounds.Low), Compare(bounds.High)) : (Compare(bounds.High), Compare(bounds.Low));
    }

    private Part OneOf(AggregateNode node)
    {
        var parts = LowerParts(node);
        var common = CommonDenominator(parts);
        var count = CountParts(parts, part => part.Known);
        Number numerator = Number.Zero;
        foreach (var part in Enumerable.Reverse(parts))
        {
            numerator = Number.Choose(part.Known, Number.Multiply(part.Numerator, Number.From(common / part.FixedDenominator!.Value)), numerator);
        }

        var several = Condition.AtLeast(count, Number.From(2));
        return new Part(Condition.Same(count, Number.One), numerator, Number.From(common), () => throw NoBounds("alternatives"))
        {
            Dropped = Condition.And(parts.Select(part => part.Dropped)),
            Fault = Condition.Or([several, .. parts.Select(part => part.Fault)]),
            Filled = Condition.Or(parts.Select(part => part.Filled)),
        };
    }

    private Part Profile(AggregateNode node)
    {
        var parts = LowerParts(node);
        var digits = Number.Zero;
        foreach (var part in parts)
        {
            digits = Number.Add(Number.Multiply(digits, Number.From(10)), part.Numerator);
        }

        return new Part(Condition.And(parts.Select(part => part.Known)), digits, Number.One, () => throw NoBounds("a profile"))
        {
            Fault = Condition.Or(parts.Select(part => part.Fault)),
        };
    }

    private static Part Linear(Part part, Fraction multiply, Fraction add)
    {
        // (n / d) * m + a, over one denominator.
        Number Apply(Number number, Number denominator) => Number.Add(
            Number.Multiply(number, Number.From((Int128)multiply.Numerator * add.Denominator)),
            Number.Multiply(denominator, Number.From((Int128)add.Numerator * multiply.Denominator)));
        var factor = (Int128)multiply.Denominator * add.Denominator;
        return part with
        {
            Numerator = Apply(part.Numerator, part.Denominator),
            Denominator = Number.Multiply(part.Denominator, Number.From(factor)),
            FindBounds = () =>
            {
                var bounds = part.FindBounds();
                var low = Apply(bounds.Low, Number.From(bounds.Denominator));
                var high = Apply(bounds.High, Number.From(bounds.Denominator));
                return multiply < 0 ? new Bounds(high, low, bounds.Denominator * factor) : new Bounds(low, high, bounds.Denominator * factor);
            },
        };
    }

    private Part Recode(RecodeNode node)
    {
        var part = Lower(node.Of);
        var common = node.Map.Aggregate((Int128)1, (all, entry) => ProgramItem.Common(all, entry.To.Denominator));
        Number Target(Fraction to) => Number.From(to.Numerator * (common / to.Denominator));
        Condition Is(Fraction from) => Condition.Same(
            Number.Multiply(part.Numerator, Number.From(from.Denominator)),
            Number.Multiply(part.Denominator, Number.From(from.Numerator)));
        var numerator = Target(node.Map[^1].To);
        foreach (var entry in Enumerable.Reverse(node.Map.Take(node.Map.Count - 1)))
        {
            numerator = Number.Choose(Is(entry.From), Target(entry.To), numerator);
        }

        // The map has every value of the part; a mean that a policy filled in may fall between two.
        var stands = part.Filled is Condition.Never ? Condition.True : Condition.Or(node.Map.Select(entry => Is(entry.From)));
        var known = Condition.And(part.Known, stands);
        var isItem = node.Of is ItemNode;
        return part with
        {
            Known = known,
            Numerator = numerator,
            Denominator = Number.From(common),
            FindBounds = () => isItem
                ? new Bounds(
                    Number.Choose(known, numerator, Target(node.Map.Select(entry => entry.To).Aggregate(Fraction.Min))),
                    Number.Choose(known, numerator, Target(node.Map.Select(entry => entry.To).Aggregate(Fraction.Max))),
                    common)
                : throw NoBounds("a recoded part that is no item"),
        };
    }

    private Part Lookup(LookupNode node)
    {
        var part = Lower(node.Of);
        var common = node.Rows.Aggregate((Int128)1, (all, row) => ProgramItem.Common(all, row.Value.Denominator));
        Number Value(LookupRow row) => Number.From(row.Value.Numerator * (common / row.Value.Denominator));
        var numerator = Value(node.Rows[0]);
        foreach (var row in node.Rows.Skip(1))
        {
            var reached = Condition.AtLeast(
                Number.Multiply(part.Numerator, Number.From(row.From.Denominator)),
                Number.Multiply(part.Denominator, Number.From(row.From.Numerator)));
            numerator = Number.Choose(reached, Value(row), numerator);
        }

        return part with { Numerator = numerator, Denominator = Number.From(common), FindBounds = () => throw NoBounds("a value from a table") };
    }

    private Part Case(CaseNode node)
    {
        var branches = node.Branches.Select(branch => (When: Lower(branch.When), Then: Lower(branch.Then))).ToList();
        var result = Lower(node.Otherwise);
        if (branches.Exists(branch => branch.Then.Dropped is not Condition.Never) || result.Dropped is not Condition.Never)
        {
            throw new RuleNotExportableException(ExportCodes.RuleNotSupported, "A case of parts that may not apply is not written.");
        }

        var common = CommonDenominator([.. branches.Select(branch => branch.Then), result]);
        Number Over(Part part) => Number.Multiply(part.Numerator, Number.From(common / part.FixedDenominator!.Value));
        result = result with { Numerator = Over(result), Denominator = Number.From(common) };
        foreach (var (when, then) in Enumerable.Reverse(branches))
        {
            var isZero = Condition.Same(when.Numerator, Number.Zero);
            var no = Condition.Or(when.Dropped, Condition.And(when.Known, isZero));
            var yes = Condition.And(when.Known, Condition.Not(isZero));
            var rest = result;
            var value = Over(then);
            result = new Part(
                Condition.Or(
                    Condition.And(no, rest.Known),
                    Condition.And(yes, then.Known),
                    // Not yet known which: known all the same where both give one value.
                    Condition.And(then.Known, rest.Known, Condition.Same(value, rest.Numerator))),
                Number.Choose(no, rest.Numerator, value),
                Number.From(common),
                () => throw NoBounds("a case"))
            {
                Fault = Condition.Or(when.Fault, Condition.And(Condition.Not(no), then.Fault), Condition.And(Condition.Not(yes), rest.Fault)),
                Filled = Condition.Or(when.Filled, Condition.And(Condition.Not(no), then.Filled), Condition.And(Condition.Not(yes), rest.Filled)),
            };
        }

        return result with { FindBounds = () => throw NoBounds("a case") };
    }

    private Part Quotient(QuotientNode node)
    {
        var of = Lower(node.Of);
        var by = Lower(node.By);
        var bothKnown = Condition.And(of.Known, by.Known);
        var isZero = Condition.Same(by.Numerator, Number.Zero);
        return new Part(
            Condition.And(bothKnown, Condition.Not(isZero)),
            Number.Multiply(of.Numerator, by.Denominator),
            Number.Multiply(of.Denominator, by.Numerator),
            () => throw NoBounds("a quotient"))
        {
            Dropped = Condition.Or(of.Dropped, by.Dropped),
            Fault = Condition.Or(of.Fault, by.Fault, Condition.And(bothKnown, isZero)),
            Filled = Condition.Or(of.Filled, by.Filled),
        };
    }

    private Part Clock(ClockDifferenceNode node)
    {
        var from = Lower(node.From);
        var to = Lower(node.To);
        var minutes = Number.Add(to.Numerator, Number.Negate(from.Numerator));
        return new Part(
            Condition.And(from.Known, to.Known),
            Number.Choose(Condition.AtMost(minutes, Number.From(-1)), Number.Add(minutes, Number.From(1440)), minutes),
            Number.One,
            () => throw NoBounds("a length of time"))
        {
            Dropped = Condition.Or(from.Dropped, to.Dropped),
        };
    }

    private static RuleNotExportableException NoBounds(string what) =>
        new(ExportCodes.BoundsNotSupported, $"The rule bounds {what} that may be unknown.");

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
            throw new RuleNotExportableException(ExportCodes.RuleNotSupported, "Two rules of one policy for one part are not written.");
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

    private static Int128 CommonDenominator(List<Part> parts) => parts.Aggregate((Int128)1, (all, part) => part.FixedDenominator is { } one
        ? ProgramItem.Common(all, one)
        : throw new RuleNotExportableException(ExportCodes.RuleNotSupported, "A choice among parts with a divisor of their own is not written."));

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
            throw new RuleNotExportableException(ExportCodes.RuleNotSupported, "A policy over parts with a divisor of their own is not written.");
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
