using System.CommandLine;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary><c>--profile</c>: endpoint profiles that are judged beside the default ones, or instead of them.</summary>
internal sealed class ProfileOption
{
    private const string All = "all";
    private const string None = "none";

    public Option<string[]> Option { get; } = new("--profile")
    {
        Description = "An endpoint profile to judge as well: the id of one that ships, or a file (.json) with your own; several times or joined by commas. all takes every one that ships, none leaves out those judged by default.",
        HelpName = "id|file,...",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The profiles asked for, and whether the default ones stay.</summary>
    public (EquatableArray<EndpointProfile> Profiles, bool UseDefaults) Read(ParseResult call, ToolHost host)
    {
        var profiles = new List<EndpointProfile>();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var useDefaults = true;
        foreach (var name in FormOptions.Split(call.GetValue(Option)))
        {
            if (string.Equals(name, None, StringComparison.OrdinalIgnoreCase))
            {
                useDefaults = false;
            }
            else if (string.Equals(name, All, StringComparison.OrdinalIgnoreCase))
            {
                profiles.AddRange(EndpointProfileCatalogue.Shipped.All);
            }
            else if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                var profile = ReadFile(name, host);
                RefuseTaken(profile.Id, name, files);
                profiles.Add(profile);
            }
            else
            {
                profiles.Add(Find(name));
            }
        }

        // A profile asked for twice is one.
        var own = profiles.DistinctBy(profile => profile.Id, StringComparer.Ordinal).ToEquatableArray();
        if (EndpointProfileCatalogue.Shipped.With(own) is { Issues: { IsEmpty: false } issues })
        {
            throw new ToolException(TableCodes.DefinitionUnusable, $"{issues[0].Place}: {issues[0].Message}", field: "--profile");
        }

        return (own, useDefaults);
    }

    /// <summary>Says on standard error which of the profiles that were named have no rows, because no course has a scale that they ask about. Of <c>all</c> that is expected.</summary>
    public void NoticeUnmatched(ParseResult call, EquatableArray<EndpointProfile> profiles, IEnumerable<Course> courses, ToolHost host)
    {
        if (FormOptions.Split(call.GetValue(Option)).Any(name => string.Equals(name, All, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var asked = courses.SelectMany(course => course.Administrations).Select(form => form.Instrument).ToHashSet(StringComparer.Ordinal);
        foreach (var profile in profiles.Where(profile => !profile.Scales.IsEmpty && !profile.Scales.Any(scale => asked.Contains(scale.Split('/')[0]))))
        {
            host.Error.WriteLine(new TableError(
                TableCodes.ProfileUnmatched,
                IssueSeverity.Notice,
                $"{profile.Id} asks about {string.Join(" and ", profile.Scales)}, which no form of the table is of: it has no rows. Another version of a questionnaire is another instrument.",
                field: "--profile"));
        }
    }

    /// <summary>An id stands for one definition. A file never takes the place of a shipped profile or of another file without a word.</summary>
    private static void RefuseTaken(string id, string file, Dictionary<string, string> files)
    {
        if (EndpointProfileCatalogue.Shipped.Find(id) is not null)
        {
            throw new ToolException(IssueCodes.DefinitionIdDuplicate, $"The id {id} is that of a profile that ships; give your own another one.", file, "id");
        }

        if (!files.TryAdd(id, file) && !string.Equals(files[id], file, StringComparison.Ordinal))
        {
            throw new ToolException(IssueCodes.DefinitionIdDuplicate, $"The id {id} is also that of {files[id]}; give one of them another one.", file, "id");
        }
    }

    private static EndpointProfile Find(string id) => EndpointProfileCatalogue.Shipped.Find(id.ToLowerInvariant())
        ?? throw new ToolException(
            IssueCodes.OptionInvalid,
            $"There is no such profile, and no file (.json) is named.{Nearest.Suggest(id, [.. EndpointProfileCatalogue.Shipped.Ids, All, None])}",
            field: "--profile");

    private static EndpointProfile ReadFile(string file, ToolHost host)
    {
        var read = Files.Read(file, host, stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return EndpointProfile.Read(bytes.ToArray(), host.Catalogue);
        });
        if (read.TryGetValue(out var profile))
        {
            return profile;
        }

        foreach (var issue in read.Issues)
        {
            host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, file, line: null, issue.Place));
        }

        throw new ToolException(TableCodes.DefinitionUnusable, "The profile has the errors above.", file);
    }
}
