using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Domains;

/// <summary>An instrument's domain word and the side on which it counts.</summary>
/// <param name="Word">The word, as in <see cref="Instrument.Domain"/>.</param>
/// <param name="Domain">The side.</param>
public sealed record DomainEntry(string Word, LifeDomain Domain)
{
    /// <summary>The word, as in <see cref="Instrument.Domain"/>.</summary>
    public string Word { get; } = Word;

    /// <summary>The side.</summary>
    public LifeDomain Domain { get; } = Domain;
}

/// <summary>Which instruments count as mood and which as functioning, by the domain that their definition names. Immutable; compares by value.</summary>
/// <remarks>The default is project policy: no source draws this line. A word that is not there counts on neither side.</remarks>
public sealed record DomainMap
{
    /// <summary>A map of one's own.</summary>
    /// <param name="entries">The words, each once.</param>
    /// <exception cref="ArgumentException">A word is empty or stands twice.</exception>
    public DomainMap(IEnumerable<DomainEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Entries = entries.ToEquatableArray();
        if (Entries.Any(entry => string.IsNullOrWhiteSpace(entry.Word)) || Entries.DistinctBy(entry => entry.Word, StringComparer.Ordinal).Count() < Entries.Count)
        {
            throw new ArgumentException("Each word stands once and is not empty.", nameof(entries));
        }
    }

    /// <summary>
    /// Mood: <c>depression</c>, <c>anhedonia</c>. Functioning: <c>functioning</c>, <c>quality-of-life</c>, <c>well-being</c>, <c>sleep</c>. Anxiety, trauma, pain,
    /// suicidality, side effects and the rest are neither.
    /// </summary>
    public static DomainMap Default { get; } = new(
    [
        new DomainEntry("depression", LifeDomain.Mood),
        new DomainEntry("anhedonia", LifeDomain.Mood),
        new DomainEntry("functioning", LifeDomain.Functioning),
        new DomainEntry("quality-of-life", LifeDomain.Functioning),
        new DomainEntry("well-being", LifeDomain.Functioning),
        new DomainEntry("sleep", LifeDomain.Functioning),
    ]);

    /// <summary>The entries.</summary>
    public EquatableArray<DomainEntry> Entries { get; }

    /// <summary>The side on which an instrument counts.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns><see langword="null"/> for neither.</returns>
    public LifeDomain? Find(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return Entries.FirstOrDefault(entry => string.Equals(entry.Word, instrument.Domain, StringComparison.Ordinal))?.Domain;
    }
}
