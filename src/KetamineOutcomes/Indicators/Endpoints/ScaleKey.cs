namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>A scale by the words of the wire, for example <c>madrs/total</c>.</summary>
internal readonly record struct ScaleKey(string Instrument, string Scale)
{
    public static bool TryParse(string text, out ScaleKey key)
    {
        var parts = text.Split('/');
        key = parts.Length == 2 && StableWord.IsOne(parts[0]) && StableWord.IsOne(parts[1]) ? new ScaleKey(parts[0], parts[1]) : default;
        return key != default;
    }

    public override string ToString() => $"{Instrument}/{Scale}";
}
