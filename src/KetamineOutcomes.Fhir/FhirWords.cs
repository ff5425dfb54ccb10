using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>The stable words of enumerations in extensions.</summary>
internal static class FhirWords
{
    public static readonly (Timing Value, string Word)[] Timings = [(Timing.Pre, "pre"), (Timing.Post, "post")];

    public static readonly (RaterKind Value, string Word)[] Raters =
        [(RaterKind.Self, "self"), (RaterKind.Clinician, "clinician"), (RaterKind.Proxy, "proxy"), (RaterKind.Interviewer, "interviewer")];

    public static readonly (InfusionKind Value, string Word)[] Kinds =
        [(InfusionKind.Induction, "induction"), (InfusionKind.Booster, "booster"), (InfusionKind.Reinduction, "reinduction")];

    /// <summary>The word of a value, or <see langword="null"/> for one that says nothing.</summary>
    public static string? Word<T>((T Value, string Word)[] words, T value)
        where T : struct, Enum
    {
        foreach (var pair in words)
        {
            if (EqualityComparer<T>.Default.Equals(pair.Value, value))
            {
                return pair.Word;
            }
        }

        return null;
    }

    public static T? Find<T>((T Value, string Word)[] words, string? word)
        where T : struct, Enum
    {
        foreach (var pair in words)
        {
            if (pair.Word == word)
            {
                return pair.Value;
            }
        }

        return null;
    }
}
