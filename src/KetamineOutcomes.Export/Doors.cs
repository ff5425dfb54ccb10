using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export;

/// <summary>What every export asks of its input before it writes.</summary>
internal static class Doors
{
    /// <summary>A definition says which readers its scales support; an export of one that does not is refused.</summary>
    public static void RequireReader(Scale scale, string reader)
    {
        if (!scale.Readers.Contains(reader, StringComparer.Ordinal))
        {
            throw new RuleNotWrittenException(ExportCodes.ReaderNotDeclared, $"The definition of this scale does not list the reader {reader}.");
        }
    }

    public static MissingPolicy FindPolicy(Scale scale, string? name) => name is null
        ? scale.MissingPolicies[0]
        : scale.FindMissingPolicy(name) ?? throw new RuleNotWrittenException(
            ExportCodes.PolicyUnknown,
            $"The scale's missing-item policies are {string.Join(", ", scale.MissingPolicies.Select(policy => policy.Name))}.");

    /// <summary>A code for missing that is also an answer would turn answers into gaps.</summary>
    public static void RequireCodes(Instrument instrument, EquatableArray<Fraction> codes)
    {
        foreach (var item in instrument.Items)
        {
            var read = new ProgramItem(item, 0, long.MaxValue);
            foreach (var code in codes)
            {
                var isAnswer = read.Values.IsEmpty
                    ? code >= item.Min && (item.Max is not { } max || code <= max)
                    : read.Values.Contains(code);
                if (isAnswer)
                {
                    throw new RuleNotWrittenException(ExportCodes.CodeLegal, $"The code is one of the answers of {item.Id}.");
                }
            }
        }
    }

    /// <summary>Every number on the way must fit the engine's whole numbers.</summary>
    public static void RequireRange(Number number, Int128 limit)
    {
        if (number.Low < -limit || number.High > limit)
        {
            throw new RuleNotWrittenException(ExportCodes.NumberTooLarge, "A number on the way could leave the engine's whole numbers.");
        }
    }
}
