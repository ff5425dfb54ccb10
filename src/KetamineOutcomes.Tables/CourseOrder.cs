using System.Text;

namespace KetamineOutcomes.Tables;

/// <summary>Sees to it that no course comes again: courses must ascend, by patient and then by course, so that nothing need be remembered but the last one.</summary>
/// <remarks>Two orders are known, one of which must hold for the whole table: by bytes, as a sort without a language has it; and the shorter first, as numbers and <c>p1, p2, ..., p10</c> are counted.</remarks>
internal sealed class CourseOrder
{
    private Utf8Word _patient;
    private Utf8Word _course;
    private bool _hasLast;
    private bool _isByBytes = true;
    private bool _isByLength = true;

    /// <summary>Whether something is of the course that was taken last.</summary>
    public bool IsLast(ReadOnlySpan<byte> patient, ReadOnlySpan<byte> course) => _hasLast && _patient.Is(patient) && _course.Is(course);

    /// <summary>The patient of the course that was taken last.</summary>
    public string Patient => Encoding.UTF8.GetString(_patient.Span);

    /// <summary>The course that was taken last.</summary>
    public string Course => Encoding.UTF8.GetString(_course.Span);

    /// <summary>Takes the next course.</summary>
    /// <returns>Whether it is behind all others.</returns>
    public bool TryTake(ReadOnlySpan<byte> patient, ReadOnlySpan<byte> course)
    {
        if (_hasLast)
        {
            _isByBytes = _isByBytes && Compare(patient.SequenceCompareTo(_patient.Span), course.SequenceCompareTo(_course.Span));
            _isByLength = _isByLength && Compare(CompareByLength(patient, _patient.Span), CompareByLength(course, _course.Span));
        }

        _hasLast = true;
        _patient.Set(patient);
        _course.Set(course);
        return _isByBytes || _isByLength;
    }

    private static bool Compare(int patients, int courses) => patients > 0 || (patients == 0 && courses > 0);

    private static int CompareByLength(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
}
