using System.Text;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Tests.Indicators.Endpoints;

/// <summary>The list in docs/endpoints.md is what the library prints.</summary>
public sealed class EndpointDocsTests
{
    private const string Begin = "<!-- profiles: written by a test -->\n";
    private const string End = "<!-- end of profiles -->\n";

    [Fact]
    public void The_page_lists_every_shipped_profile_in_its_own_words()
    {
        var path = Path.Combine(SharedData.RepositoryFolder, "docs", "endpoints.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var expected = List();
        if (Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_ACCEPT") == "1")
        {
            File.WriteAllText(path, page[..begin] + expected + page[end..]);
            return;
        }

        page[begin..end].Should().Be(expected, "run the test once with KETAMINE_OUTCOMES_ACCEPT=1");
    }

    private static string List()
    {
        var text = new StringBuilder();
        foreach (var profile in EndpointProfileCatalogue.Shipped.All)
        {
            var statuses = string.Join(", ", profile.Evidence.Select(evidence => evidence.Status).Distinct().Order().Select(status => EndpointWords.Of(Words.Statuses, status)));
            _ = text.Append("\n### ").Append(profile.Id).Append("\n\n").Append(Escape(profile.Explain())).Append("\n\n");
            _ = text.Append("Construct: ").Append(profile.Construct).Append(". Status: ").Append(statuses).Append(profile.IsDefault ? ". Judged by default." : ".").Append('\n');
            foreach (var evidence in profile.Evidence)
            {
                _ = text.Append("- ").Append(EndpointWords.Of(Words.Statuses, evidence.Status)).Append(": ").Append(Escape(evidence.Note ?? "")).Append(evidence.Note is null ? "" : " - ").Append(Escape(evidence.Source.Citation)).Append('\n');
            }

            foreach (var note in profile.Notes)
            {
                _ = text.Append("- Note: ").Append(Escape(note)).Append('\n');
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Escape(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
