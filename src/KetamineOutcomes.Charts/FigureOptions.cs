namespace KetamineOutcomes.Charts;

/// <summary>For what light a figure is made.</summary>
public enum FigureTheme
{
    /// <summary>Dark on white, for paper and journals.</summary>
    Light,

    /// <summary>Light on dark, for slides.</summary>
    Dark,

    /// <summary>As the reader's device asks; white in print.</summary>
    Auto,
}

/// <summary>How a figure is drawn.</summary>
public sealed record FigureOptions
{
    /// <summary>For a column of text on a page: 640 wide.</summary>
    public static FigureOptions Page { get; } = new();

    /// <summary>For a slide of 16 to 9: 1280 by 720, larger type, dark.</summary>
    public static FigureOptions Slide { get; } = new() { Width = 1280, Height = 720, FontSize = 20, Theme = FigureTheme.Dark };

    /// <summary>The width, in CSS pixels (96 to the inch).</summary>
    /// <value>320 to 4000; the default value is 640.</value>
    public int Width { get; init; } = 640;

    /// <summary>The height, in CSS pixels; <see langword="null"/> for what suits the figure.</summary>
    /// <value>240 to 4000; the default value is <see langword="null"/>.</value>
    public int? Height { get; init; }

    /// <summary>The size of type, in CSS pixels.</summary>
    /// <value>8 to 40; the default value is 12.</value>
    public int FontSize { get; init; } = 12;

    /// <summary>For what light.</summary>
    /// <value>The default value is <see cref="FigureTheme.Light"/>.</value>
    public FigureTheme Theme { get; init; }

    internal FigureOptions Checked() => Width is >= 320 and <= 4000 && FontSize is >= 8 and <= 40 && Height is null or (>= 240 and <= 4000)
        ? this
        : throw new InvalidOperationException("A figure is 320 to 4000 wide and 240 to 4000 high, and its type has 8 to 40 pixels.");
}
