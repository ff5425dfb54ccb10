using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>
/// Names what formats a type in .NET Interactive and what is built on it. They look for an attribute of this name in whatever assembly and ask it by reflection, so that a table stands in a notebook as a table
/// without a package of theirs. Nobody else calls it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a constructor without parameters and a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;
}

/// <summary>The formatter of <see cref="CohortTable"/>; found by the attribute, made by its reader.</summary>
internal sealed class CohortTableFormatterSource
{
    /// <summary>As HTML.</summary>
    /// <returns>The formatter.</returns>
    public static IEnumerable<object> CreateTypeFormatters() => [new CohortTableFormatter()];
}

/// <summary>Writes a table as HTML; the reader knows it by the names of its members.</summary>
internal sealed class CohortTableFormatter
{
    /// <summary>What it writes, as a MIME type.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The reader asks the formatter, and cannot ask a static member so.")]
    public string MimeType => "text/html";

    /// <summary>Writes a table.</summary>
    /// <param name="instance">What is to be shown.</param>
    /// <param name="writer">Where to.</param>
    /// <returns>Whether it was a table.</returns>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The reader calls it on the formatter, and cannot call a static method so.")]
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not CohortTable table)
        {
            return false;
        }

        writer.Write(table.ToHtml());
        return true;
    }
}
