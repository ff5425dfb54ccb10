using System.Text;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.Reports;

/// <summary>Writes HTML: elements, attributes and text, all escaped. Only the names of elements and attributes, and this library's own SVG and CSS, are written as they are.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();
    private int _figures;

    /// <summary>The number of the next figure, from 1.</summary>
    public int NextFigure() => ++_figures;

    public HtmlWriter Open(string name, params (string Name, string? Value)[] attributes)
    {
        Start(name, attributes);
        _text.Append(">\n");
        _open.Push(name);
        return this;
    }

    public HtmlWriter Close()
    {
        _text.Append("</").Append(_open.Pop()).Append(">\n");
        return this;
    }

    /// <summary>An element that HTML lets stand without an end.</summary>
    public HtmlWriter Empty(string name, params (string Name, string? Value)[] attributes)
    {
        Start(name, attributes);
        _text.Append(">\n");
        return this;
    }

    public HtmlWriter Text(string name, string content, params (string Name, string? Value)[] attributes)
    {
        Start(name, attributes);
        _text.Append('>').Append(SvgWriter.Escape(content)).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>Text inside an element that is open.</summary>
    public HtmlWriter Plain(string content)
    {
        _text.Append(SvgWriter.Escape(content));
        return this;
    }

    /// <summary>What this library wrote itself.</summary>
    public HtmlWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException("An element is still open.");

    private void Start(string name, (string Name, string? Value)[] attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _text.Append(' ').Append(attribute).Append("=\"").Append(SvgWriter.Escape(value)).Append('"');
            }
        }
    }
}
