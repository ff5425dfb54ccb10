using System.CommandLine;

namespace KetamineOutcomes.Cli;

/// <summary><c>report</c>: what the other commands say, as one HTML file that a person reads.</summary>
internal sealed class ReportCommand : Command
{
    public ReportCommand(ToolHost host)
        : base("report", "Writes one self-contained HTML file: figures, answers with their reasons, what was assumed and what is missing. It opens offline, prints, and needs no script.")
    {
        Add(new ReportPatientCommand(host));
        Add(new ReportPageCommand(host));
        Add(new CohortCommand(host, asReport: true));
        SetAction(Tool.ShowHelp);
    }
}
