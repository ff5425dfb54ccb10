namespace KetamineOutcomes.Instruments;

/// <summary>A caller's own table from profiles to values, for rules that ask for one (EQ-5D index).</summary>
/// <remarks>Immutable. It says which instrument it is for, so it never touches another; its name and source stand in each score made with it.</remarks>
public sealed class ValueSet
{
    private readonly Dictionary<Fraction, Fraction> _values;

    private ValueSet(string instrument, string name, string citation, Dictionary<Fraction, Fraction> values)
    {
        Instrument = instrument;
        Name = name;
        Citation = citation;
        _values = values;
    }

    /// <summary>The id of the instrument that it values, for example <c>eq-5d-5l</c>.</summary>
    public string Instrument { get; }

    /// <summary>The caller's name of it, for example a country and year.</summary>
    public string Name { get; }

    /// <summary>Where it was published, as the caller states it.</summary>
    public string Citation { get; }

    /// <summary>How many profiles it values.</summary>
    public int Count => _values.Count;

    /// <summary>A value set from its rows.</summary>
    /// <param name="instrument">The id of the instrument.</param>
    /// <param name="name">A name, for example a country and year.</param>
    /// <param name="citation">Where it was published.</param>
    /// <param name="values">The value of each profile; a profile is its digits side by side, for example <c>21345</c>.</param>
    /// <returns>The value set.</returns>
    /// <exception cref="ArgumentException">A text is empty, there is no row, a profile is no string of 1 to 9 digits, or one stands twice.</exception>
    public static ValueSet Create(string instrument, string name, string citation, IEnumerable<KeyValuePair<string, decimal>> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(citation);
        ArgumentNullException.ThrowIfNull(values);
        var table = new Dictionary<Fraction, Fraction>();
        foreach (var (profile, value) in values)
        {
            if (profile is not { Length: > 0 and <= 9 } || profile.Any(digit => !char.IsAsciiDigit(digit)))
            {
                throw new ArgumentException("A profile is written as 1 to 9 digits.", nameof(values));
            }

            if (!table.TryAdd(int.Parse(profile, System.Globalization.CultureInfo.InvariantCulture), Fraction.FromDecimal(value)))
            {
                throw new ArgumentException("A profile stands twice.", nameof(values));
            }
        }

        return table.Count > 0
            ? new ValueSet(instrument, name, citation, table)
            : throw new ArgumentException("A value set needs at least one row.", nameof(values));
    }

    internal Fraction? Find(Fraction profile) => _values.TryGetValue(profile, out var value) ? value : null;
}
