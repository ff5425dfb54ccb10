using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>What answers meant that were read without an issue, by their item and their text: many forms give few different answers.</summary>
/// <remarks>An answer follows from its text, its item, and the definitions and maps that apply. It is kept for resources without maps and without contained definitions alone, and forgotten when the stream brings a definition.</remarks>
internal sealed class AnswerMemory
{
    private const int Most = 4096;
    private const int Longest = 512;
    private readonly Dictionary<(Item Item, string Text), Answer> _answers = new(ByReferenceAndText.Instance);
    private int _definitions;

    /// <summary>Forgets what was read with fewer definitions.</summary>
    public AnswerMemory At(int definitions)
    {
        if (definitions != _definitions)
        {
            _answers.Clear();
            _definitions = definitions;
        }

        return this;
    }

    public bool TryGet(Item item, string text, [NotNullWhen(true)] out Answer? answer) => _answers.TryGetValue((item, text), out answer);

    public void Add(Item item, string text, Answer answer)
    {
        if (_answers.Count < Most && text.Length <= Longest)
        {
            _answers.Add((item, text), answer);
        }
    }

    // An item is the definition's own object; comparing its members would take longer than reading the answer.
    private sealed class ByReferenceAndText : IEqualityComparer<(Item Item, string Text)>
    {
        public static ByReferenceAndText Instance { get; } = new();

        public bool Equals((Item Item, string Text) x, (Item Item, string Text) y) =>
            ReferenceEquals(x.Item, y.Item) && string.Equals(x.Text, y.Text, StringComparison.Ordinal);

        public int GetHashCode((Item Item, string Text) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Item), obj.Text.GetHashCode(StringComparison.Ordinal));
    }
}
