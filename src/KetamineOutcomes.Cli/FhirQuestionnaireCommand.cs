using KetamineOutcomes.Fhir;

namespace KetamineOutcomes.Cli;

/// <summary><c>fhir questionnaire</c>: an instrument in, its Questionnaire out.</summary>
internal sealed class FhirQuestionnaireCommand : ToolCommand
{
    private readonly InstrumentOptions _instrument = new();
    private readonly FhirWriteOptionSet _writing = new();

    public FhirQuestionnaireCommand(ToolHost host)
        : base(
            "questionnaire",
            "Writes an instrument's form as a FHIR Questionnaire: codes, options and their weights, with short labels and no printed wording.",
            $"{Tool.Name} fhir questionnaire --instrument phq-9 --output phq-9.json")
    {
        _instrument.AddTo(this);
        _writing.AddTo(this);
        SetAction(call => Files.Write(_writing.Output(call), host, target =>
        {
            target.Write(FhirWriter.Questionnaire(_instrument.Find(call, host), _writing.Read(call)).ToUtf8(indented: true).Span);
            target.WriteByte((byte)'\n');
            return 0;
        }));
    }
}
