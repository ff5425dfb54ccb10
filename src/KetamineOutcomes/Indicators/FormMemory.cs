using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>What was read from single records: a record that a course has still is not read again when the course grows.</summary>
internal sealed class FormMemory<T>(FormMemory<T>? before)
    where T : class
{
    private readonly Dictionary<Administration, T> _read = new(ReferenceEqualityComparer.Instance);

    // Not the one before that: a course that grows would never let go of any.
    private readonly Dictionary<Administration, T>? _before = before?._read;

    public T Get(Administration record, Func<Administration, T> read)
    {
        if (!_read.TryGetValue(record, out var found))
        {
            _read[record] = found = _before?.GetValueOrDefault(record) ?? read(record);
        }

        return found;
    }
}
