using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>Scores bytes and gives back what was written and what was said.</summary>
internal sealed record Run(ScoreTableSummary Summary, byte[] Bytes)
{
    public const string Header = "item1,item2,item3,item4,item5,item6,item7,item8,item9\n";

    public string Output => Encoding.UTF8.GetString(Bytes);

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Run Score(string input, ScoreTableOptions? options = null, Instrument? instrument = null) =>
        Score(Encoding.UTF8.GetBytes(input), options, instrument);

    public static Run Score(byte[] input, ScoreTableOptions? options = null, Instrument? instrument = null)
    {
        using var output = new MemoryStream();
        var summary = ScoreTable.Run(new MemoryStream(input), output, instrument ?? TestForms.Nine, options ?? new ScoreTableOptions { FileName = "forms.csv" });
        return new Run(summary, output.ToArray());
    }

    public static Run ScoreJson(string input) =>
        Score(input, new ScoreTableOptions { FileName = "forms.jsonl", InputFormat = TableFormat.JsonLines });
}
