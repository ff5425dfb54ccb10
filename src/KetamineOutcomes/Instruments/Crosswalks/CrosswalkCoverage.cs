namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>Whether a table has an entry for every score of the scale that it leads from.</summary>
public enum CrosswalkCoverage
{
    /// <summary>Every score has an entry.</summary>
    Complete,

    /// <summary>Only some scores have one: the others were not published, are misprinted, or could not be read in a named source.</summary>
    Partial,
}
