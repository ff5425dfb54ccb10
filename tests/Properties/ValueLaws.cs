using FsCheck;
using FsCheck.Fluent;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of fractions and times.</summary>
public sealed class ValueLaws
{
    // Small enough that no product of three leaves 64 bits.
    private static readonly Gen<Fraction> SmallFraction =
        Gen.Choose(-10000, 10000).SelectMany(numerator => Gen.Choose(1, 1000).Select(denominator => new Fraction(numerator, denominator)));

    private static readonly Gen<ClinicalTime> AnyTime = Gen.OneOf(
        Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(day => ClinicalTime.OnDate(DateOnly.FromDayNumber(day))),
        Gen.Choose(0, DateOnly.MaxValue.DayNumber).SelectMany(day => Ticks.Select(ticks => ClinicalTime.AtLocal(DateOnly.FromDayNumber(day), new TimeOnly(ticks)))),
        Gen.Choose(2, DateOnly.MaxValue.DayNumber - 2).SelectMany(day => Ticks.SelectMany(ticks => Gen.Choose(-840, 840).Select(minutes =>
            ClinicalTime.AtInstant(new DateTimeOffset(DateOnly.FromDayNumber(day).ToDateTime(new TimeOnly(ticks)), TimeSpan.FromMinutes(minutes)))))));

    private static Gen<long> Ticks => Gen.OneOf(
        Gen.Choose(0, 1439).Select(minute => minute * TimeSpan.TicksPerMinute),
        Gen.Choose(0, 86399).SelectMany(second => Gen.Choose(0, 9_999_999).Select(rest => (second * TimeSpan.TicksPerSecond) + rest)));

    private static void Check<T>(Gen<T> values, Func<T, bool> law) => Prop.ForAll(values.ToArbitrary(), law).MustHold();

    private static void Check3(Func<Fraction, Fraction, Fraction, bool> law) =>
        Check(SmallFraction.SelectMany(a => SmallFraction.SelectMany(b => SmallFraction.Select(c => (a, b, c)))), each => law(each.a, each.b, each.c));

    [Fact]
    public void Addition_and_multiplication_commute() => Check3((a, b, _) => a + b == b + a && a * b == b * a);

    [Fact]
    public void Addition_and_multiplication_associate() => Check3((a, b, c) => a + b + c == a + (b + c) && a * b * c == a * (b * c));

    [Fact]
    public void Multiplication_distributes_over_addition() => Check3((a, b, c) => a * (b + c) == (a * b) + (a * c));

    [Fact]
    public void Subtraction_and_division_undo() => Check3((a, b, _) => a + b - b == a && a - b == a + -b && (b == 0 || a * b / b == a));

    [Fact]
    public void Order_is_total_and_kept_by_addition() =>
        Check3((a, b, c) => (a < b ? 1 : 0) + (a == b ? 1 : 0) + (a > b ? 1 : 0) == 1 && (a.CompareTo(b) == (a + c).CompareTo(b + c)));

    [Fact]
    public void Equal_fractions_have_equal_hashes() =>
        Check3((a, b, _) => (a + b - b).GetHashCode() == a.GetHashCode() && a.Denominator >= 1);

    [Fact]
    public void Fractions_print_and_parse_back() => Check(SmallFraction, value => Fraction.TryParse(value.ToString(), out var back) && back == value);

    [Fact]
    public void Fractions_print_and_parse_back_in_any_culture() => Check(SmallFraction, value =>
        Cultures.All.All(name => Cultures.In(name, () => Fraction.TryParse(value.ToString(), out var back) && back == value)));

    [Fact]
    public void Rounding_moves_by_half_a_unit_at_most_and_twice_changes_nothing() => Check(
        SmallFraction.SelectMany(value => Gen.Choose(0, 6).Select(decimals => (value, decimals))),
        each =>
        {
            var rounded = Fraction.FromDecimal(each.value.Round(each.decimals));
            var unit = Fraction.FromDecimal(new decimal(1, 0, 0, isNegative: false, (byte)each.decimals));
            return Fraction.Abs(rounded - each.value) * 2 <= unit
                && rounded.Round(each.decimals) == each.value.Round(each.decimals)
                && -each.value.Round(each.decimals) == (-each.value).Round(each.decimals);
        });

    [Fact]
    public void Decimals_become_fractions_and_come_back() =>
        Check(Gen.Choose(-1_000_000, 1_000_000).SelectMany(number => Gen.Choose(0, 6).Select(scale => new decimal(Math.Abs(number), 0, 0, number < 0, (byte)scale))), value => Fraction.FromDecimal(value).Round(6) == value);

    [Fact]
    public void Times_print_and_parse_back() => Check(AnyTime, time => ClinicalTime.TryParse(time.ToString(), out var back) && back == time);

    [Fact]
    public void Times_print_and_parse_back_in_any_culture() => Check(AnyTime, time =>
        Cultures.All.All(name => Cultures.In(name, () => ClinicalTime.TryParse(time.ToString(), out var back) && back == time)));

    [Fact]
    public void Relative_days_print_as_the_number_they_were_made_from() => Check(
        Gen.Choose(-1_000_000, 1_000_000).Select(number => number / 1000m),
        day => decimal.Parse(ClinicalTime.OnDay(day).ToString(), System.Globalization.CultureInfo.InvariantCulture) == day);

    [Fact]
    public void Order_of_times_is_antisymmetric_and_moving_by_days_adds_up() => Check(
        AnyTime.SelectMany(a => AnyTime.SelectMany(b => Gen.Choose(-1, 1).Select(days => (a, b, days)))),
        each => Math.Sign(each.a.CompareKnown(each.b)) == -Math.Sign(each.b.CompareKnown(each.a))
            && each.a.DaysSince(each.b) == -each.b.DaysSince(each.a)
            && (each.a.DayNumber is < 2 or > 3_000_000 || each.a.AddDays(each.days).DaysSince(each.a) == each.days));
}
