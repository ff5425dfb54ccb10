namespace KetamineOutcomes.Instruments;

/// <summary>The answers of one filled-in form, by item id. Items that are not named are missing.</summary>
/// <remarks>Immutable; compares by value. Whether the ids exist and the answers are legal is the instrument's to say.</remarks>
public sealed class AnswerSet : IEquatable<AnswerSet>
{
    private readonly SortedDictionary<string, Answer> _answers;

    private AnswerSet(SortedDictionary<string, Answer> answers) => _answers = answers;

    /// <summary>A form on which nothing is answered.</summary>
    public static AnswerSet Empty { get; } = new(new(StringComparer.Ordinal));

    /// <summary>The ids that have an answer, in ordinal order.</summary>
    public IEnumerable<string> Items => _answers.Keys;

    /// <summary>The answer of an item.</summary>
    /// <param name="item">The item's id.</param>
    /// <returns>The answer; <see cref="Answer.Missing"/> where none is.</returns>
    public Answer this[string item] => _answers.TryGetValue(item, out var answer) ? answer : Answer.Missing;

    /// <summary>Answers by item id.</summary>
    /// <param name="answers">Pairs of item id and answer; missing ones may be left out.</param>
    /// <returns>The answers.</returns>
    /// <exception cref="ArgumentException">An id is empty or stands twice.</exception>
    public static AnswerSet Create(IEnumerable<KeyValuePair<string, Answer>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var set = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var (item, answer) in answers)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(item, nameof(answers));
            if (!set.TryAdd(item, answer))
            {
                throw new ArgumentException($"The item {item} is answered twice.", nameof(answers));
            }
        }

        foreach (var item in set.Where(pair => pair.Value is Answer.NoAnswer).Select(pair => pair.Key).ToList())
        {
            set.Remove(item);
        }

        return new AnswerSet(set);
    }

    /// <summary>Numeric answers by item id.</summary>
    /// <param name="answers">Pairs of item id and number.</param>
    /// <returns>The answers.</returns>
    /// <exception cref="ArgumentException">An id is empty or stands twice.</exception>
    public static AnswerSet Of(params ReadOnlySpan<(string Item, int Value)> answers)
    {
        var pairs = new List<KeyValuePair<string, Answer>>(answers.Length);
        foreach (var (item, value) in answers)
        {
            pairs.Add(new(item, Answer.Number(value)));
        }

        return Create(pairs);
    }

    /// <summary>The same answers with one changed.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="answer">Its answer.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public AnswerSet With(string item, Answer answer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(item);
        ArgumentNullException.ThrowIfNull(answer);
        return Create(_answers.Where(pair => !string.Equals(pair.Key, item, StringComparison.Ordinal)).Append(new(item, answer)));
    }

    /// <inheritdoc/>
    public bool Equals(AnswerSet? other) => other is not null && _answers.SequenceEqual(other._answers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AnswerSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (item, answer) in _answers)
        {
            hash.Add(item, StringComparer.Ordinal);
            hash.Add(answer);
        }

        return hash.ToHashCode();
    }

    /// <summary>Whether both hold the same answers.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other set.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(AnswerSet? left, AnswerSet? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the sets differ.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other set.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(AnswerSet? left, AnswerSet? right) => !(left == right);

    /// <summary>The number of answered items; the answers themselves are not printed.</summary>
    /// <returns>For example <c>9 answers</c>.</returns>
    public override string ToString() => _answers.Count == 1 ? "1 answer" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_answers.Count} answers");
}
