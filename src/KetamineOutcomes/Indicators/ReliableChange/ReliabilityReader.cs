using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>Reads <see cref="ReliabilityFigures"/> strictly.</summary>
internal sealed class ReliabilityReader
{
    /// <summary>The members that hold a figure, in the order of the format.</summary>
    private static readonly string[] Members = ["sd", "reliability", "standardError", "clinicalMean", "functionalMean", "functionalSd", "mcid", "visitSd"];

    private static readonly Dictionary<string, PsychometricKind> Kinds = new(StringComparer.Ordinal)
    {
        // Agreement between raters says nothing of change over weeks and is none of them.
        ["test-retest"] = PsychometricKind.TestRetest,
        ["alpha"] = PsychometricKind.Alpha,
    };

    private readonly InstrumentCatalogue _catalogue;
    private readonly List<Issue> _issues = [];
    private readonly HashSet<string> _scales = new(StringComparer.Ordinal);

    private ReliabilityReader(InstrumentCatalogue catalogue) => _catalogue = catalogue;

    public static ReadResult<ReliabilityFigures> Read(ReadOnlyMemory<byte> utf8Json, InstrumentCatalogue catalogue)
    {
        var reader = new ReliabilityReader(catalogue);
        return StrictDocument.Read(utf8Json, reader._issues, (value, _) => reader.ReadAll(value));
    }

    private ReliabilityFigures? ReadAll(StrictValue value)
    {
        var root = value.Object();
        _ = root.Optional("$schema", v => v.Text());
        if (root.Get("format", v => v.WholeNumber(1, int.MaxValue), ReliabilityFigures.Format) != ReliabilityFigures.Format)
        {
            root.Fail(IssueCodes.JsonFormatUnsupported, $"This library reads format {ReliabilityFigures.Format}.");
            return null;
        }

        var profiles = root.Array("scales", ReadScale, atLeast: 1);
        root.Close();
        return _issues.Count > 0 ? null : new ReliabilityFigures(profiles.Select(profile => profile!).ToEquatableArray());
    }

    private ReliabilityProfile? ReadScale(StrictValue value)
    {
        var members = value.Object();
        var (instrument, scale) = members.Get("scale", ReadKey, ("?", "?"));
        var figures = Members.ToDictionary(name => name, name => members.Optional(name, v => ReadFigure(v, name), (FigureRead?)null), StringComparer.Ordinal);
        members.Close();
        if (Array.TrueForAll(Members, name => !members.Has(name)))
        {
            members.Fail(IssueCodes.JsonMemberMissing, $"A scale needs a figure: {string.Join(", ", Members)}.");
        }
        else if (members.Has("standardError") && (members.Has("sd") || members.Has("reliability")))
        {
            members.Fail(IssueCodes.JsonValueInvalid, "Give standardError, or sd and reliability, from which it is computed; not both.");
        }

        if (_issues.Count > 0)
        {
            return null;
        }

        ChangeFigure? Of(string name) => figures[name]?.Figure;
        return new ReliabilityProfile(
            instrument, scale, Of("sd"), Of("reliability"), Of("standardError"), Of("clinicalMean"), Of("functionalMean"), Of("functionalSd"), Of("mcid"), Of("visitSd"), figures["reliability"]?.Kind);
    }

    /// <summary>An instrument and its scale, each known, the scale a number on which more is better or worse; each once in a file.</summary>
    private (string Instrument, string Scale) ReadKey(StrictValue value)
    {
        var text = value.Text("a scale such as phq-9/total");
        var cut = text.IndexOf('/', StringComparison.Ordinal);
        if (cut <= 0 || _catalogue.Find(text[..cut]) is not { } instrument || instrument.FindScale(text[(cut + 1)..]) is not { Result: ResultKind.Number, Measures: MeasureKind.State } scale || scale.Direction == Direction.None)
        {
            value.Fail(IssueCodes.DefinitionIdUnknown, "Expected an instrument and its scale such as phq-9/total, of a number that is better higher or lower.");
            return ("?", "?");
        }

        if (!_scales.Add(text))
        {
            value.Fail(IssueCodes.DefinitionIdDuplicate, "The scale stands twice: which of the two figures counts would be a guess.");
        }

        return (instrument.Id, scale.Id);
    }

    private static FigureRead? ReadFigure(StrictValue value, string name)
    {
        var members = value.Object();
        Fraction? number = members.TryGet("value", out var given) && given.Value.TryNumber(out var found) ? found : null;
        if (number is null)
        {
            _ = members.Get("value", v => v.Number(), default);
        }

        var population = members.Get("population", ReadText, "?");
        var source = members.Get("source", ReadText, "?");
        var kind = name == "reliability" ? members.Get("kind", v => v.Word(Kinds), PsychometricKind.TestRetest) : (PsychometricKind?)null;
        members.Close();
        if (number is not { } figure)
        {
            return null;
        }

        if (name == "reliability" ? figure < 0 || figure >= 1 : figure <= 0 && !name.EndsWith("Mean", StringComparison.Ordinal))
        {
            given!.Value.FailValue(name == "reliability" ? "a reliability from 0 to less than 1" : "a number more than 0");
            return null;
        }

        return new FigureRead(new ChangeFigure(figure, population, source), kind);
    }

    private static string ReadText(StrictValue value)
    {
        var text = value.Text();
        if (string.IsNullOrWhiteSpace(text))
        {
            value.FailValue("a text that is not empty");
            return "?";
        }

        return text;
    }

    private sealed record FigureRead(ChangeFigure Figure, PsychometricKind? Kind);
}
