using System.Text;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables.Tests;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>One call of the tool inside this process.</summary>
internal sealed record Call(int Code, string Output, string Error)
{
    public static InstrumentCatalogue Catalogue { get; } = InstrumentCatalogue.Shipped.With(TestForms.Nine).With(TestForms.Mixed).With(TestForms.Person);

    public static Call Run(params string[] args) => RunWith("", args);

    public static Call RunWith(string input, params string[] args) => RunWith(Encoding.UTF8.GetBytes(input), host => host, args);

    public static Call RunWith(byte[] input, Func<ToolHost, ToolHost> change, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var code = Tool.Run(args, change(new ToolHost
        {
            Input = new MemoryStream(input),
            Output = output,
            Error = error,
            Catalogue = Catalogue,
        }));
        return new Call(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ketamine-outcomes-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
