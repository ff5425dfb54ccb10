namespace KetamineOutcomes.Tables;

/// <summary>"Did you mean": the nearest of several names.</summary>
internal static class Nearest
{
    /// <summary>A sentence that suggests a name, or nothing.</summary>
    /// <returns>Text with a leading blank, or the empty text.</returns>
    public static string Suggest(string given, IEnumerable<string> names)
    {
        var best = Find(given, names);
        return best is null ? "" : $" Did you mean {best}?";
    }

    /// <summary>The nearest name, if it is near: the same but for case and separators, or at most a third of its letters changed.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        var plainGiven = Plain(given);
        foreach (var name in names)
        {
            var plain = Plain(name);
            var distance = Distance(plainGiven, plain);
            if (distance < bestDistance && distance <= Math.Max(1, Math.Max(plain.Length, plainGiven.Length) / 3))
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    private static string Plain(string text) =>
        new([.. text.Take(100).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    // Letters put in, left out, changed, or two neighbours swapped (the commonest slip of typing): each counts one.
    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[^1];
    }
}
