using System.CommandLine;
using KetamineOutcomes.Fhir;

namespace KetamineOutcomes.Cli;

/// <summary><c>fhir questionnaire</c>: an instrument in, its Questionnaire out.</summary>
internal sealed class FhirQuestionnaireCommand : ToolCommand
{
    private readonly InstrumentOptions _instrument = new();
    private readonly FhirWriteOptionSet _writing = new();

    private readonly Option<string> _totals = new("--totals")
    {
        Description = "Which totals the form computes itself (SDC calculatedExpression, empty where the form is incomplete): each scale's and its severity, the main scale's, or none.",
        DefaultValueFactory = _ => "all",
    };

    public FhirQuestionnaireCommand(ToolHost host)
        : base(
            "questionnaire",
            "Writes an instrument's form as a FHIR Questionnaire: codes, options and their weights, and totals that compute themselves, with short labels and no printed wording.",
            $"{Tool.Name} fhir questionnaire --instrument phq-9 --output phq-9.json")
    {
        _instrument.AddTo(this);
        _writing.AddTo(this);
        _totals.AcceptOnlyFromAmong("all", "main", "none");
        Add(_totals);
        SetAction(call => Files.Write(_writing.Output(call), host, target =>
        {
            target.Write(FhirWriter.Questionnaire(_instrument.Find(call, host), ReadOptions(call)).ToUtf8(indented: true).Span);
            target.WriteByte((byte)'\n');
            return 0;
        }));
    }

    private FhirWriteOptions ReadOptions(ParseResult call)
    {
        var options = _writing.Read(call);
        return call.GetValue(_totals) == "none" ? options : FhirExpressions.AddTo(options, mainOnly: call.GetValue(_totals) == "main");
    }
}
