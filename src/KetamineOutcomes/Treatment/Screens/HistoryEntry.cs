namespace KetamineOutcomes.Treatment.Screens;

/// <summary>What a history is asked for before treatment.</summary>
public enum HistoryFlag
{
    /// <summary>Psychosis, now or ever.</summary>
    Psychosis,

    /// <summary>Mania or hypomania, now or ever.</summary>
    Mania,

    /// <summary>High blood pressure that is not under control, as the clinic judges it.</summary>
    UncontrolledBloodPressure,
}

/// <summary>What the history says.</summary>
public enum HistoryAnswer
{
    /// <summary>There is such a history.</summary>
    Present,

    /// <summary>There is none.</summary>
    Absent,

    /// <summary>It was asked and could not be told.</summary>
    NotKnown,
}

/// <summary>One answer of a history.</summary>
public sealed record HistoryEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="flag">What was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="at">When it was asked.</param>
    public HistoryEntry(HistoryFlag flag, HistoryAnswer answer, ClinicalTime at)
    {
        Flag = flag;
        Answer = answer;
        At = at;
    }

    /// <summary>What was asked.</summary>
    public HistoryFlag Flag { get; }

    /// <summary>The answer.</summary>
    public HistoryAnswer Answer { get; }

    /// <summary>When it was asked.</summary>
    public ClinicalTime At { get; }
}
