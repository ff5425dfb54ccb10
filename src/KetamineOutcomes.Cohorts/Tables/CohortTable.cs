using System.Net;
using System.Text;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>A column of a table, as a data dictionary says it.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Type"><c>text</c>, <c>count</c> or <c>number</c>.</param>
/// <param name="Meaning">What stands in it, with its unit; and what an empty cell means.</param>
public sealed record CohortColumn(string Name, string Type, string Meaning)
{
    /// <summary>The name in the header.</summary>
    public string Name { get; } = Name;

    /// <summary><c>text</c>, <c>count</c> or <c>number</c>.</summary>
    public string Type { get; } = Type;

    /// <summary>What stands in it, with its unit; and what an empty cell means.</summary>
    public string Meaning { get; } = Meaning;
}

/// <summary>A tidy table: one thing a row, one fact a column, every cell as it is printed. Numbers that are no counts have six decimals, so that a table is the same on every machine.</summary>
[TypeFormatterSource(typeof(CohortTableFormatterSource))]
public sealed class CohortTable
{
    internal CohortTable(string id, string title, EquatableArray<CohortColumn> columns, IReadOnlyList<EquatableArray<string?>> rows)
    {
        Id = id;
        Title = title;
        Columns = columns;
        Rows = rows;
    }

    /// <summary>The stable id, which files are named by.</summary>
    public string Id { get; }

    /// <summary>What it is about, in a few words.</summary>
    public string Title { get; }

    /// <summary>The columns, in order.</summary>
    public EquatableArray<CohortColumn> Columns { get; }

    /// <summary>The rows, each with a cell a column; <see langword="null"/> is an empty cell.</summary>
    public IReadOnlyList<EquatableArray<string?>> Rows { get; }

    /// <summary>The table as an HTML element, which a notebook shows: the title as its caption, what a column means as the title of its head, numbers to the right.</summary>
    /// <returns>One <c>table</c> element without script or style sheet; texts are escaped.</returns>
    public string ToHtml()
    {
        var html = new StringBuilder("<table><caption>").Append(WebUtility.HtmlEncode(Title)).Append("</caption><thead><tr>");
        foreach (var column in Columns)
        {
            html.Append("<th scope=\"col\" title=\"").Append(WebUtility.HtmlEncode(column.Meaning)).Append("\">").Append(WebUtility.HtmlEncode(column.Name)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                html.Append(Columns[i].Type == "text" ? "<td>" : "<td style=\"text-align:right\">").Append(WebUtility.HtmlEncode(row[i])).Append("</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }
}
