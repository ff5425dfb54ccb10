using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Charts;

/// <summary>
/// Names what formats a type in .NET Interactive and what is built on it. They look for an attribute of this name in whatever assembly and ask it by reflection
/// (Formatter.cs of dotnet/interactive), so that a figure is drawn in a notebook without a package of theirs. Nobody else calls it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a constructor without parameters and a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;
}

/// <summary>The formatters of <see cref="Figure"/>; found by the attribute, made by its reader.</summary>
internal sealed class FigureFormatterSource
{
    /// <summary>As HTML, which a notebook asks for first, and as a picture. An SVG element stands in HTML as it is.</summary>
    /// <returns>The formatters.</returns>
    public static IEnumerable<object> CreateTypeFormatters() => [new FigureFormatter("text/html"), new FigureFormatter("image/svg+xml")];
}

/// <summary>Writes a figure's SVG; the reader knows it by the names of its members.</summary>
/// <param name="mimeType">What it writes.</param>
internal sealed class FigureFormatter(string mimeType)
{
    /// <summary>What it writes, as a MIME type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes a figure.</summary>
    /// <param name="instance">What is to be shown.</param>
    /// <param name="writer">Where to.</param>
    /// <returns>Whether it was a figure.</returns>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The reader calls it on the formatter, and cannot call a static method so.")]
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not Figure figure)
        {
            return false;
        }

        writer.Write(figure.Svg);
        return true;
    }
}
