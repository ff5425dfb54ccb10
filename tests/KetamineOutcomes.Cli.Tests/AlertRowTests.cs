using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>An alert that is lost with its row: said at the door, in the rows and in the table for people.</summary>
public sealed class AlertRowTests
{
    private const string Header = "patient_id,instrument,assessed_at,item1,item2,item3,item4,item5,item6,item7,item8,item9\n";

    // Item 9 is clear on 1 and 5 March; a form with item 9 has a date that cannot be read.
    private const string Forms = Header + "p,phq-9,2026-03-01,1,1,1,1,1,1,1,1,0\np,phq-9,2026-03-05,1,1,1,1,1,1,1,1,0\np,phq-9,2026-03-35,1,1,1,1,1,1,1,1,2\n";

    private static Call Assess(TemporaryFolder folder, string forms, params string[] more) =>
        Call.Run(["assess", "--assessments", folder.Write("forms.csv", forms), .. more]);

    [Fact]
    public void It_is_an_error_a_warning_and_a_flag()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Forms, "--indicator", "suicidality");
        call.Code.Should().Be(1);
        call.Error.Should().Contain("forms.csv:4: item9: alert-row-unreadable: The row of phq-9 has something that alerts read, and was not assessed: look at it.\n")
            .And.Contain("forms.csv:4: assessed_at: value-unreadable");
        var rows = call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        rows.Should().NotBeEmpty().And.OnlyContain(row => row.Contains("records-unreadable", StringComparison.Ordinal));
        rows.Should().Contain(row => row.StartsWith("p,1,1,course,total,suicidality,worst,last,2026-03-05,clear,", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_listed_however_many_errors_there_are()
    {
        using var folder = new TemporaryFolder();
        var forms = new StringBuilder(Header);
        for (var i = 0; i < 30; i++)
        {
            forms.Append(CultureInfo.InvariantCulture, $"p,wsas,soon,1,1,1,1,1,,,,\n");
        }

        Assess(folder, forms.Append("p,phq-9,soon,1,1,1,1,1,1,1,1,2\n").ToString()).Error.Should().Contain("forms.csv:32: item9: alert-row-unreadable");
    }

    [Fact]
    public void A_patient_of_whom_nothing_else_could_be_read_has_rows()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Header + "p,phq-9,soon,1,1,1,1,1,1,1,1,2\n", "--as-of", "2026-06-30");
        call.Code.Should().Be(1);
        call.Output.Should().Contain("p,1,1,course,total,suicidality,worst,last,,not-asked,");
    }
}
