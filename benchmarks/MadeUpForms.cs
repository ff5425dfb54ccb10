using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>Made-up PHQ-9 forms by whole-number arithmetic that SQL can repeat, so that two programs get the same millions of rows without a file.</summary>
internal static class MadeUpForms
{
    public const int Items = 9;
    public const sbyte Missing = -1;

    private static readonly string[] Names = [.. Enumerable.Range(1, Items).Select(item => string.Create(CultureInfo.InvariantCulture, $"item{item}"))];

    /// <summary>All answers, form behind form.</summary>
    public static sbyte[] Make(int rows)
    {
        var answers = new sbyte[rows * Items];
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = Make(index + 1L);
        }

        return answers;
    }

    /// <summary>One form's answers, as the scalar reader takes them.</summary>
    /// <param name="answers">All answers.</param>
    /// <param name="row">The form's number, from 0.</param>
    /// <param name="given">Room for the form's answers, used again for each form.</param>
    public static AnswerSet Form(sbyte[] answers, int row, (string Item, int Value)[] given)
    {
        var count = 0;
        for (var item = 0; item < Items; item++)
        {
            var answer = answers[(row * Items) + item];
            if (answer != Missing)
            {
                given[count++] = (Names[item], answer);
            }
        }

        return AnswerSet.Of(given.AsSpan(0, count));
    }

    /// <summary>An answer by its place in the table: 0 to 3, in 1 of 40 none, in 1 of 40 one that is no answer. The .mjs files in compare/ say the same in SQL.</summary>
    public static sbyte Make(long place)
    {
        var mixed = Scatter(place) % 40;
        return mixed == 39 ? Missing : mixed == 38 ? (sbyte)4 : (sbyte)(mixed % 4);
    }

    /// <summary>A number that seems to follow from nothing, by its place.</summary>
    public static long Scatter(long place)
    {
        // Squared, so that the answers of one form do not follow from its first.
        var mixed = place * 48271 % 2147483647;
        return mixed * mixed % 2147483647 / 1000;
    }
}
