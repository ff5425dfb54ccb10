namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>What a change between two scores amounts to.</summary>
internal enum ChangeCategory
{
    /// <summary>Reliably better, and from the clinical to the functional side of the cut-off.</summary>
    Recovered,

    /// <summary>Reliably better.</summary>
    Improved,

    /// <summary>Neither.</summary>
    Unchanged,

    /// <summary>Reliably worse.</summary>
    Deteriorated,

    /// <summary>Reliably worse, and from the functional to the clinical side of the cut-off.</summary>
    Harmed,
}
