namespace KetamineOutcomes.Tables;

/// <summary>Sees to it that no course comes again: courses must ascend, by patient and then by course, so that nothing need be remembered but the last one.</summary>
/// <remarks>Two orders are known, one of which must hold for the whole table: by bytes, as a sort without a language has it; and the shorter first, as numbers and <c>p1, p2, ..., p10</c> are counted.</remarks>
internal sealed class CourseOrder
{
    private byte[] _patient = [];
    private byte[] _course = [];
    private bool _hasLast;
    private bool _isByBytes = true;
    private bool _isByLength = true;

    /// <summary>Takes the next course.</summary>
    /// <returns>Whether it is behind all others.</returns>
    public bool TryTake(ReadOnlySpan<byte> patient, ReadOnlySpan<byte> course)
    {
        if (_hasLast)
        {
            _isByBytes = _isByBytes && Compare(patient.SequenceCompareTo(_patient), course.SequenceCompareTo(_course));
            _isByLength = _isByLength && Compare(CompareByLength(patient, _patient), CompareByLength(course, _course));
        }

        _hasLast = true;
        _patient = patient.ToArray();
        _course = course.ToArray();
        return _isByBytes || _isByLength;
    }

    private static bool Compare(int patients, int courses) => patients > 0 || (patients == 0 && courses > 0);

    private static int CompareByLength(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
}
