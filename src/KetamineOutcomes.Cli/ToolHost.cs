using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>What the tool has from the outside; a test gives its own.</summary>
internal sealed record ToolHost
{
    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output: tables and help, UTF-8.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error: errors, notices, the summary and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person would have to type the input.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Whether a person watches standard error, so that progress may be shown.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>The clock, for progress only.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The instruments.</summary>
    public InstrumentCatalogue Catalogue { get; init; } = InstrumentCatalogue.Shipped;

    /// <summary>The number of the resource from which on <c>fhir score</c> remembers what forms look like, so as to read those like them without taking them apart; <see langword="null"/> to take each apart. The answers are the same.</summary>
    /// <remarks>A short input does not pay for it.</remarks>
    public long? RememberFormsFrom { get; init; } = 256;

    /// <summary>Ends a run.</summary>
    public CancellationToken Interrupt { get; init; }
}
