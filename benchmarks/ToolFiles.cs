using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KetamineOutcomes.Benchmarks;

/// <summary>Files for the tool's part of <c>report.sh</c>, of as many megabytes as are asked for, and the pass through JSON beside which <c>fhir score</c> is set.</summary>
internal static class ToolFiles
{
    private const long Megabyte = 1_000_000;

    // Of the PHQ-9 in printed order, and of its answers 0 to 3 (US Core, Questionnaire phq-9-example).
    private static readonly string[] Items = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];
    private static readonly string[] Answers = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];
    private static readonly string[] Displays = ["Not at all", "Several days", "More than half the days", "Nearly every day"];

    /// <summary>Writes PHQ-9 forms as CSV: the forms of the other benchmarks, from the first on.</summary>
    public static int WriteForms(long megabytes, string file)
    {
        using var output = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 20);
        output.Write(string.Join(',', Enumerable.Range(1, MadeUpForms.Items).Select(item => string.Create(CultureInfo.InvariantCulture, $"item{item}"))));
        output.Write('\n');
        var forms = 0L;
        Span<char> row = stackalloc char[2 * MadeUpForms.Items];
        for (var length = 0L; length < megabytes * Megabyte; forms++)
        {
            var at = 0;
            for (var item = 0; item < MadeUpForms.Items; item++)
            {
                var answer = MadeUpForms.Make((forms * MadeUpForms.Items) + item + 1);
                if (answer != MadeUpForms.Missing)
                {
                    row[at++] = (char)('0' + answer);
                }

                row[at++] = item == MadeUpForms.Items - 1 ? '\n' : ',';
            }

            output.Write(row[..at]);
            length += at;
        }

        Console.WriteLine(forms.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Writes PHQ-9 forms as QuestionnaireResponses, one a line: LOINC's linkIds and coded answers, as US Core's example has them. All are complete.</summary>
    /// <param name="megabytes">How many.</param>
    /// <param name="file">Where to.</param>
    /// <param name="areUnlike">Whether each has an extension with a number of its own, so that no line is like another but for whose it is, when, and the answers.</param>
    public static int WriteResponses(long megabytes, string file, bool areUnlike)
    {
        using var output = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 20);
        var forms = 0L;
        var text = new StringBuilder();
        for (var length = 0L; length < megabytes * Megabyte; forms++)
        {
            text.Clear().Append(CultureInfo.InvariantCulture,
                $$"""{"resourceType":"QuestionnaireResponse","id":"r{{forms}}","questionnaire":"http://loinc.org/q/44249-1","status":"completed","subject":{"reference":"Patient/p{{forms / 10}}"},"authored":"2026-03-{{1 + (forms % 28):00}}T10:{{forms % 60:00}}:00Z","item":[""");
            if (areUnlike)
            {
                text.Insert(text.Length - "\"item\":[".Length, string.Create(CultureInfo.InvariantCulture, $$"""
                    "extension":[{"url":"http://example.org/number","valueInteger":{{forms}}}],
                    """));
            }

            for (var item = 0; item < Items.Length; item++)
            {
                var answer = MadeUpForms.Make((forms * MadeUpForms.Items) + item + 1) & 3;
                text.Append(item == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                    $$$"""{"linkId":"/{{{Items[item]}}}","answer":[{"valueCoding":{"system":"http://loinc.org","code":"{{{Answers[answer]}}}","display":"{{{Displays[answer]}}}"}}]}""");
            }

            text.Append("]}\n");
            length += text.Length;
            output.Write(text);
        }

        Console.WriteLine(forms.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Goes through all tokens of NDJSON, one thread, from the file, and does nothing with them; prints the seconds of the quickest of three passes.</summary>
    public static int PassJson(string file)
    {
        var best = double.MaxValue;
        var tokens = 0L;
        for (var round = 0; round < 3; round++)
        {
            var clock = Stopwatch.StartNew();
            tokens = Pass(file);
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens"));
        Console.WriteLine(best.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static long Pass(string file)
    {
        using var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        var buffer = new byte[1 << 20];
        var (end, tokens) = (0, 0L);
        while (input.Read(buffer, end, buffer.Length - end) is > 0 and var count)
        {
            end += count;
            var start = 0;
            while (buffer.AsSpan(start, end - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                tokens += Count(buffer.AsSpan(start, length));
                start += length + 1;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
        }

        return tokens;
    }

    private static long Count(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var tokens = 0L;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }
}
