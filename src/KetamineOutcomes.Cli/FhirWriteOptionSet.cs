using System.CommandLine;
using KetamineOutcomes.Fhir;

namespace KetamineOutcomes.Cli;

/// <summary>The options that say how FHIR is written, shared by the commands.</summary>
internal sealed class FhirWriteOptionSet
{
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string> _release = new("--release")
    {
        Description = "The release of FHIR that is written.",
        DefaultValueFactory = _ => "r4",
    };

    private readonly Option<string> _weights = new("--weights")
    {
        Description = "The extension that says what an option is worth.",
        DefaultValueFactory = _ => "item-weight",
    };

    public FhirWriteOptionSet()
    {
        _release.AcceptOnlyFromAmong("r4", "r5");
        _weights.AcceptOnlyFromAmong("item-weight", "ordinal-value", "both");
    }

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_release);
        command.Add(_weights);
    }

    public string Output(ParseResult call) => call.GetValue(_output)!;

    public FhirWriteOptions Read(ParseResult call) => new()
    {
        Version = call.GetValue(_release) == "r5" ? FhirVersion.R5 : FhirVersion.R4,
        Weights = call.GetValue(_weights) switch
        {
            "ordinal-value" => FhirWeightExtension.OrdinalValue,
            "both" => FhirWeightExtension.Both,
            _ => FhirWeightExtension.ItemWeight,
        },
    };
}
