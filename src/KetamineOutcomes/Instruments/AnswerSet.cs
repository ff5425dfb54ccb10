using System.Runtime.InteropServices;

namespace KetamineOutcomes.Instruments;

/// <summary>The answers of one filled-in form, by item id. Items that are not named are missing.</summary>
/// <remarks>Immutable; compares by value. Whether the ids exist and the answers are legal is the instrument's to say.</remarks>
public sealed class AnswerSet : IEquatable<AnswerSet>
{
    private readonly string[] _items;
    private readonly Answer[] _answers;

    /// <summary>Takes the ids, in ordinal order, and the answer of each.</summary>
    private AnswerSet(string[] items, Answer[] answers)
    {
        _items = items;
        _answers = answers;
    }

    /// <summary>A form on which nothing is answered.</summary>
    public static AnswerSet Empty { get; } = new([], []);

    /// <summary>The ids that have an answer, in ordinal order.</summary>
    public IEnumerable<string> Items => ImmutableCollectionsMarshal.AsImmutableArray(_items);

    /// <summary>The answer of an item.</summary>
    /// <param name="item">The item's id.</param>
    /// <returns>The answer; <see cref="Answer.Missing"/> where none is.</returns>
    public Answer this[string item] => Array.BinarySearch(_items, item, StringComparer.Ordinal) is var place && place >= 0 ? _answers[place] : Answer.Missing;

    /// <summary>The ids that have an answer, in ordinal order.</summary>
    internal ReadOnlySpan<string> Ids => _items;

    /// <summary>The answers, in the order of <see cref="Ids"/>.</summary>
    internal ReadOnlySpan<Answer> Answers => _answers;

    /// <summary>Answers by item id.</summary>
    /// <param name="answers">Pairs of item id and answer; missing ones may be left out.</param>
    /// <returns>The answers.</returns>
    /// <exception cref="ArgumentException">An id is empty or stands twice.</exception>
    public static AnswerSet Create(IEnumerable<KeyValuePair<string, Answer>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var set = new Sorted(answers.TryGetNonEnumeratedCount(out var count) ? count : 0);
        foreach (var (item, answer) in answers)
        {
            set.Add(item, answer, nameof(answers));
        }

        return set.ToAnswerSet();
    }

    /// <summary>Numeric answers by item id.</summary>
    /// <param name="answers">Pairs of item id and number.</param>
    /// <returns>The answers.</returns>
    /// <exception cref="ArgumentException">An id is empty or stands twice.</exception>
    public static AnswerSet Of(params ReadOnlySpan<(string Item, int Value)> answers)
    {
        var set = new Sorted(answers.Length);
        foreach (var (item, value) in answers)
        {
            set.Add(item, Answer.Number(value), nameof(answers));
        }

        return set.ToAnswerSet();
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
        var set = new Sorted(_items.Length + 1);
        for (var i = 0; i < _items.Length; i++)
        {
            if (!string.Equals(_items[i], item, StringComparison.Ordinal))
            {
                set.Add(_items[i], _answers[i], nameof(item));
            }
        }

        set.Add(item, answer, nameof(item));
        return set.ToAnswerSet();
    }

    /// <inheritdoc/>
    public bool Equals(AnswerSet? other) => other is not null && _items.AsSpan().SequenceEqual(other._items) && _answers.AsSpan().SequenceEqual(other._answers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AnswerSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < _items.Length; i++)
        {
            hash.Add(_items[i], StringComparer.Ordinal);
            hash.Add(_answers[i]);
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
    public override string ToString() => _items.Length == 1 ? "1 answer" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_items.Length} answers");

    /// <summary>Ids in ordinal order while they are collected. Forms come in that order, or nearly so: most are put behind the last.</summary>
    private struct Sorted(int capacity)
    {
        private string[] _items = new string[capacity];
        private Answer[] _answers = new Answer[capacity];
        private int _count;

        public void Add(string item, Answer answer, string parameter)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(item, parameter);
            var place = _count == 0 || string.CompareOrdinal(_items[_count - 1], item) < 0
                ? ~_count
                : Array.BinarySearch(_items, 0, _count, item, StringComparer.Ordinal);
            if (place >= 0)
            {
                throw new ArgumentException($"The item {item} is answered twice.", parameter);
            }

            place = ~place;
            if (_count == _items.Length)
            {
                Array.Resize(ref _items, Math.Max(8, _count * 2));
                Array.Resize(ref _answers, _items.Length);
            }

            if (place < _count)
            {
                Array.Copy(_items, place, _items, place + 1, _count - place);
                Array.Copy(_answers, place, _answers, place + 1, _count - place);
            }

            _items[place] = item;
            _answers[place] = answer;
            _count++;
        }

        /// <summary>The set, without those that are missing: they had to stand here to be found twice.</summary>
        public readonly AnswerSet ToAnswerSet()
        {
            var (items, answers, count) = (_items, _answers, 0);
            for (var i = 0; i < _count; i++)
            {
                if (answers[i] is not Answer.NoAnswer)
                {
                    items[count] = items[i];
                    answers[count] = answers[i];
                    count++;
                }
            }

            if (count < items.Length)
            {
                Array.Resize(ref items, count);
                Array.Resize(ref answers, count);
            }

            return new AnswerSet(items, answers);
        }
    }
}
