namespace KetamineOutcomes.Instruments;

/// <summary>A further, published level of an alert.</summary>
public sealed record AlertLevel
{
    internal AlertLevel()
    {
    }

    /// <summary>The stable id.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The label in our own words.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>The lowest answer of the level, inclusive.</summary>
    public Fraction From { get; internal init; }

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}

/// <summary>Which answer to which item needs someone's attention, whatever the total says.</summary>
public sealed record AlertRule
{
    internal AlertRule()
    {
    }

    /// <summary>The stable id, by default the item's.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The item.</summary>
    public string Item { get; internal init; } = "";

    /// <summary>What the alert is about, for example <c>suicidality</c>.</summary>
    public string Topic { get; internal init; } = "";

    /// <summary>The lowest answer that raises it, inclusive.</summary>
    public Fraction RaisedFrom { get; internal init; }

    /// <summary>Published further levels, by ascending answer.</summary>
    public EquatableArray<AlertLevel> Levels { get; internal init; }

    /// <summary>Where the threshold comes from.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}

/// <summary>What an alert says.</summary>
public enum AlertStatus
{
    /// <summary>The item was answered and needs attention.</summary>
    Raised,

    /// <summary>The item was answered and needs none.</summary>
    Clear,

    /// <summary>The item was not answered, cannot be read, or only a total is known. Nothing may be concluded.</summary>
    NotAssessed,
}

/// <summary>An alert of one administration: apart from the score, and there whatever the score's case is.</summary>
public sealed record Alert
{
    internal Alert(string id, string item, string topic, AlertStatus status, string? level)
    {
        Id = id;
        Item = item;
        Topic = topic;
        Status = status;
        Level = level;
    }

    /// <summary>The rule's id.</summary>
    public string Id { get; }

    /// <summary>The item.</summary>
    public string Item { get; }

    /// <summary>What it is about.</summary>
    public string Topic { get; }

    /// <summary>What it says.</summary>
    public AlertStatus Status { get; }

    /// <summary>The highest published level that the answer reaches, or <see langword="null"/>.</summary>
    public string? Level { get; }
}
