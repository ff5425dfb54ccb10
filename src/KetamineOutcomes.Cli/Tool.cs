using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>A command of the tool with the examples that its help shows.</summary>
internal abstract class ToolCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>One or more lines that can be typed as they stand.</summary>
    public string Examples { get; } = examples;
}

/// <summary>The tool: reads the command line, runs a command, and turns whatever goes wrong into a line on standard error and an exit code.</summary>
internal static class Tool
{
    public const string Name = "ketamine-outcomes";

    // The shell's convention for an interrupted program: 128 + SIGINT.
    private const int Interrupted = 130;

    /// <summary>Runs one call.</summary>
    /// <param name="args">The command line, without the program's name.</param>
    /// <param name="host">The outside.</param>
    /// <returns>0 fine, 1 some rows have errors and are listed, 2 unusable call or input, 130 interrupted.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "The outermost door: a fault of ours becomes a coded line and never a stack trace.")]
    public static int Run(IReadOnlyList<string> args, ToolHost host)
    {
        try
        {
            using var output = new StreamWriter(new OutputStream(host.Output), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            var root = CreateRoot(host, output, args.Count > 0 ? args[0] : null);

            // No @files: a value may start with @.
            var call = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (call.Action is ParseErrorAction || (call.Errors.Count > 0 && call.Action is not HelpAction and not ExampleHelp))
            {
                ReportCall(call, host.Error);
                return 2;
            }

            var code = call.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = output,
                Error = host.Error,
            });
            output.Flush();
            return code;
        }
        catch (OutputClosedException)
        {
            return 0;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (ToolException e)
        {
            host.Error.WriteLine(e.Error);
            return 2;
        }
        catch (Exception e)
        {
            // The type only: a message may repeat a patient's data.
            host.Error.WriteLine(new TableError(TableCodes.InternalError, IssueSeverity.Error, $"The tool failed ({e.GetType().Name}). Please report it with the call, without data."));
            return 2;
        }
    }

    /// <summary>The help of a command that only holds others.</summary>
    public static int ShowHelp(ParseResult call) => new ExampleHelp(new HelpAction()).Invoke(call);

    private static RootCommand CreateRoot(ToolHost host, TextWriter output, string? first)
    {
        (string Name, Func<Command> Create)[] commands =
        [
            ("instruments", () => new InstrumentsCommand(host, output)),
            ("validate", () => new ValidateCommand(host)),
            ("score", () => new ScoreCommand(host)),
            ("assess", () => new AssessCommand(host)),
            ("change", () => new ChangeCommand(host)),
            ("treatment", () => new TreatmentCommand(host)),
            ("cohort", () => new CohortCommand(host)),
            ("report", () => new ReportCommand(host)),
            ("fhir", () => new FhirCommand(host)),
            ("export", () => new ExportCommand(host)),
        ];
        var root = new RootCommand("Scores questionnaires of ketamine treatment from CSV and JSON Lines, by published rules. Reports observations; reviewed by no regulator.");

        // A call that begins with a command's name can mean no other: to make the rest would only cost time.
        var named = Array.FindIndex(commands, command => string.Equals(command.Name, first, StringComparison.Ordinal));
        foreach (var (_, create) in named < 0 ? commands : [commands[named]])
        {
            root.Add(create());
        }

        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new ExampleHelp((HelpAction)option.Action!);
        }

        root.SetAction(ShowHelp);
        return root;
    }

    private static void ReportCall(ParseResult call, TextWriter error)
    {
        var command = call.CommandResult.Command;
        var known = command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Concat(command.Subcommands.Select(c => c.Name)).ToList();
        foreach (var message in call.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
        {
            error.WriteLine(new TableError(IssueCodes.OptionInvalid, IssueSeverity.Error, message));
        }

        foreach (var token in call.UnmatchedTokens)
        {
            if (Nearest.Find(token, known) is { } nearest)
            {
                error.WriteLine($"Did you mean {nearest}?");
            }
        }

        var path = string.Join(' ', Ancestors(call.CommandResult).Reverse());
        error.WriteLine($"See: {path} --help");
    }

    // The names of a command and of those above it; the root goes by the tool's name, whatever file was started.
    private static IEnumerable<string> Ancestors(CommandResult? result)
    {
        for (; result is not null; result = result.Parent as CommandResult)
        {
            yield return result.Command is RootCommand ? Name : result.Command.Name;
        }
    }

    /// <summary>The library's help, then the command's examples and the exit codes.</summary>
    private sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            help.MaxWidth = 100;
            var code = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var command = parseResult.CommandResult.Command;
            if (command is ToolCommand { Examples: var examples })
            {
                WriteExamples(output, examples);
            }
            else
            {
                WriteExamples(output, string.Join('\n', command.Subcommands.SelectMany(c => c.Subcommands.Prepend(c)).OfType<ToolCommand>().Select(c => c.Examples.Split('\n')[0])));
            }

            output.WriteLine("Exit codes:");
            output.WriteLine("  0 fine (incomplete forms are fine), 1 some rows have errors and are listed, 2 unusable call or input");
            return code;
        }

        private static void WriteExamples(TextWriter output, string examples)
        {
            output.WriteLine("Examples:");
            foreach (var line in examples.Split('\n'))
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }
    }
}
