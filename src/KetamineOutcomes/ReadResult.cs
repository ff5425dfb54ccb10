using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes;

/// <summary>What came of reading text from outside: a value, or the issues that prevented one.</summary>
/// <typeparam name="T">The type that was to be read.</typeparam>
/// <remarks>Reading never throws for what the text says; only a <see langword="null"/> argument throws.</remarks>
public sealed class ReadResult<T>
    where T : class
{
    private readonly T? _value;

    private ReadResult(T? value, EquatableArray<Issue> issues)
    {
        _value = value;
        Issues = issues;
    }

    /// <summary>Whether a value was read.</summary>
    public bool IsSuccess => _value is not null;

    /// <summary>The errors that prevented a value, or notices beside one; in order of place.</summary>
    public EquatableArray<Issue> Issues { get; }

    /// <summary>The value, if one was read.</summary>
    /// <param name="value">The value, or <see langword="null"/>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue([NotNullWhen(true)] out T? value)
    {
        value = _value;
        return value is not null;
    }

    /// <summary>The value, for callers to whom a bad text is their own mistake.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">There is none; the message lists the issues.</exception>
    public T GetValueOrThrow() =>
        _value ?? throw new FormatException(string.Join(LineBreak, Issues.Select(i => $"{i}: {i.Message}")));

    /// <summary>Calls the one that fits.</summary>
    /// <typeparam name="TResult">What both return.</typeparam>
    /// <param name="success">Called with the value.</param>
    /// <param name="failure">Called with the issues.</param>
    /// <returns>What was returned.</returns>
    public TResult Match<TResult>(Func<T, TResult> success, Func<EquatableArray<Issue>, TResult> failure)
    {
        ArgumentNullException.ThrowIfNull(success);
        ArgumentNullException.ThrowIfNull(failure);
        return _value is null ? failure(Issues) : success(_value);
    }

    internal static ReadResult<T> Success(T value, EquatableArray<Issue> notices = default) => new(value, notices);

    internal static ReadResult<T> Failure(EquatableArray<Issue> issues) => new(null, issues);

    // Not Environment.NewLine: text is the same on every machine.
    private const string LineBreak = "\n";
}
