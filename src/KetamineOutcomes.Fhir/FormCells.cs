using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>How the answers of an instrument's forms are kept as bytes until many of them are scored together; whoever scores them says so.</summary>
internal abstract class FormCells
{
    /// <summary>Stands for an item without an answer.</summary>
    public const byte Missing = byte.MaxValue;

    /// <summary>The most items of a form that is kept so: which of them have no answer is one number.</summary>
    public const int MostItems = 64;

    protected FormCells(Instrument instrument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(instrument.Items.Count, MostItems, nameof(instrument));
        Instrument = instrument;
        for (var i = 0; i < instrument.Items.Count; i++)
        {
            Scored |= instrument.Items[i].IsScored ? 1UL << i : 0;
        }
    }

    public Instrument Instrument { get; }

    /// <summary>The items that a scale uses, a bit each.</summary>
    public ulong Scored { get; }

    /// <summary>An answer as a byte.</summary>
    /// <param name="item">The item, from 0.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cell">The byte; <see cref="Missing"/> for no answer.</param>
    /// <returns>Whether the item takes the answer without a word; if not, the form is scored by itself.</returns>
    public abstract bool TryCell(int item, Answer answer, out byte cell);
}
