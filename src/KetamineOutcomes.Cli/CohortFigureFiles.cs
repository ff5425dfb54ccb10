using System.Globalization;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.CohortFigures;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>The figures of a cohort, drawn from its tables; only the means by week stand in none of them, and are worked out from the tidy rows.</summary>
internal sealed class CohortFigureFiles
{
    private const int FewestForMean = 5;

    private readonly Dictionary<string, List<Func<string, string?>>> _tables;

    private readonly CohortMemberFigures? _members;
    private readonly FigureOptions _options;

    private CohortFigureFiles(IReadOnlyList<CohortTable> tables, CohortMemberFigures? members, FigureOptions options)
    {
        _members = members;
        _options = options;
        _tables = tables.ToDictionary(table => table.Id, Rows, StringComparer.Ordinal);
    }

    /// <summary>Draws what the tables have the numbers for.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <param name="primary">The primary instrument; without one each instrument's first scale is drawn.</param>
    /// <param name="members">The figures of single people that stand in no table, or <see langword="null"/> where only counts are known.</param>
    /// <param name="options">How they are drawn, or <see langword="null"/> for a page.</param>
    /// <returns>File names with figures, in order of the names.</returns>
    public static IReadOnlyList<(string File, Figure Figure)> Draw(IReadOnlyList<CohortTable> tables, InstrumentCatalogue catalogue, string? primary, CohortMemberFigures? members = null, FigureOptions? options = null)
    {
        var files = new CohortFigureFiles(tables, members, options ?? FigureOptions.Page);
        var scales = files._tables["cumulative-response"].Select(row => (Instrument: row("instrument")!, Scale: row("scale")!))
            .Concat(files._tables["rates"].Select(row => (row("instrument")!, row("scale")!)))
            .Distinct()
            .Where(scale => primary is null || scale.Item1 == primary)
            .Select(scale => (Instrument: catalogue.Find(scale.Item1), Id: scale.Item2))
            .Where(scale => scale.Instrument is not null && (scale.Instrument.TotalScale ?? scale.Instrument.MainScale).Id == scale.Id)
            .OrderBy(scale => scale.Instrument!.Id, StringComparer.Ordinal);
        return [.. scales.SelectMany(scale => files.Of(scale.Instrument!, scale.Instrument!.FindScale(scale.Id)!)).OrderBy(file => file.File, StringComparer.Ordinal)];
    }

    private static List<Func<string, string?>> Rows(CohortTable table)
    {
        var names = table.Columns.Select((column, i) => (column.Name, i)).ToDictionary(column => column.Name, column => column.i, StringComparer.Ordinal);
        return [.. table.Rows.Select(row => (Func<string, string?>)(name => row[names[name]]))];
    }

    private static double Number(string? cell) => double.Parse(cell!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static double? NumberOrNone(string? cell) => cell is null ? null : Number(cell);

    private static long Count(string? cell) => long.Parse(cell!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private IEnumerable<(string File, Figure Figure)> Of(Instrument instrument, Scale scale)
    {
        var response = DefaultOf(scale, EndpointKind.Response);
        var remission = DefaultOf(scale, EndpointKind.Remission);
        var line = response is { PercentageRule: PercentageRule.Raw } ? response.Value.ToDouble() : (double?)null;
        var rates = Rates(instrument, scale, [response, remission]);
        if (rates.Count > 0)
        {
            yield return ($"rates-{instrument.Id}", RateFigure.Draw($"{scale.Name}: response and remission", rates, _options));
        }

        var cumulative = All("cumulative-response", instrument, scale).Where(row => row("point") == "series" && Count(row("known")) > 0).ToList();
        if (cumulative.Count > 0)
        {
            var points = cumulative.Select(row => new CumulativePoint(Number(row("at_least")), Count(row("count")), Count(row("known")), NumberOrNone(row("low")) / 100, NumberOrNone(row("high")) / 100));
            yield return ($"cumulative-{instrument.Id}", CumulativeResponseFigure.Draw($"{scale.Name}: best improvement after the baseline", [new CumulativeSeries("best score", points.ToEquatableArray())], line, _options));
        }

        if (response is not null)
        {
            foreach (var (topic, rule, title, axis) in new[]
            {
                ("onset", response.Id, "time to response", "Not yet in response"),
                ("loss", "loss-of-response", "time from response to its loss", "Still in response"),
            })
            {
                var points = All("curves", instrument, scale).Where(row => row("topic") == topic && row("rule") == rule)
                    .Select(row => new SurvivalPoint(Number(row("day")), Count(row("at_risk")), Count(row("censored")), Number(row("without")), NumberOrNone(row("low")), NumberOrNone(row("high")))).ToEquatableArray();
                if (!points.IsEmpty)
                {
                    yield return ($"survival-{topic}-{instrument.Id}", SurvivalFigure.Draw($"{scale.Name}: {title} ({rule})", axis, [new SurvivalSeries("all", points)], _options));
                }
            }
        }

        if (response is not null && Forest(instrument, scale, response) is { } forest)
        {
            yield return ($"forest-{instrument.Id}", forest);
        }

        foreach (var figure in OfPeople(instrument, scale, line).Concat(_members?.Draw(instrument, scale, _options) ?? []))
        {
            yield return figure;
        }
    }

    /// <summary>What needs each person's scores: they are in the tidy table, which parts do not have.</summary>
    private IEnumerable<(string File, Figure Figure)> OfPeople(Instrument instrument, Scale scale, double? response)
    {
        if (!_tables.TryGetValue("adqs", out var rows))
        {
            yield break;
        }

        var name = $"{instrument.Id}/{scale.Id}";
        var people = rows.Where(row => row("PARAM") == name).GroupBy(row => row("USUBJID"), StringComparer.Ordinal).Select(person => person.ToList()).ToList();
        var sign = scale.Direction == Direction.HigherIsBetter ? 1 : -1;
        // As in the table of the best change: those with a baseline above 0 and a score after it.
        var best = people.Select(person => person.Where(row => row("PCHG") is not null && Number(row("BASE")) > 0).Select(row => (double?)(sign * Number(row("PCHG")))).Max()).OfType<double>().ToList();
        if (best.Count > 0)
        {
            yield return ($"waterfall-{instrument.Id}", WaterfallFigure.Draw($"{scale.Name}: best change after the baseline", best, response, scale.Direction == Direction.HigherIsBetter, _options));
        }

        if (scale.Range.High is not { } high || high <= scale.Range.Low)
        {
            yield break;
        }

        // A day of 0 or later is counted from 1 in the tidy table.
        var scores = people.Select(person => person.Where(row => row("ADY") is not null).Select(row => (Day: Count(row("ADY")) is var day && day > 0 ? day - 1.0 : day, Score: Number(row("AVAL")), IsBaseline: row("AVISITN") == "0")).OrderBy(score => score.Day).ToList())
            .Where(person => person.Count > 0).ToList();
        if (scores.Count > 0)
        {
            yield return (
                $"trajectories-{instrument.Id}",
                TrajectoriesFigure.Draw($"{scale.Name}: everybody, and the mean by week", scale.Name, scale.Range.Low.ToDouble(), high.ToDouble(), [.. scores.Select(person => person.Select(score => (score.Day, score.Score)).ToEquatableArray())], Means(scores), "mean of a week, one standard error to either side", _options));
        }
    }

    /// <summary>
    /// The mean of the baselines, at day 0, and of each week after it, at its middle; whoever has several scores in a week counts once, with their mean. With it one standard error to either side: no
    /// more, as the people of one week are not those of the next. A week with fewer than five people has no mean (project policy): two who come back early would bend the line.
    /// </summary>
    private static List<(double Day, double Mean, double Low, double High, long Count)> Means(IReadOnlyList<List<(double Day, double Score, bool IsBaseline)>> people)
    {
        var means = new List<(double, double, double, double, long)>();
        foreach (var week in people.SelectMany((person, i) => person.Where(score => score.IsBaseline || score.Day >= 0).Select(score => (Person: i, Week: score.IsBaseline ? -1 : (int)Math.Floor(score.Day / 7), score.Score)))
            .GroupBy(score => score.Week).OrderBy(group => group.Key))
        {
            var values = week.GroupBy(score => score.Person).Select(person => person.Average(score => score.Score)).ToList();
            if (values.Count < FewestForMean)
            {
                continue;
            }

            var mean = values.Average();
            var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
            means.Add((week.Key < 0 ? 0 : (week.Key * 7) + 3.5, mean, mean - error, mean + error, values.Count));
        }

        return means;
    }

    /// <summary>Response at the last point, by every part of every grouping that is known.</summary>
    private Figure? Forest(Instrument instrument, Scale scale, EndpointEntry response)
    {
        var rows = _tables["rates"].Where(row => row("instrument") == instrument.Id && row("scale") == scale.Id && row("rule") == response.Id).OrderBy(row => Order(row("point")!)).ToList();
        var point = rows.LastOrDefault()?.Invoke("point");
        // A grouping of one part is everybody once more.
        var parts = rows.Where(row => row("point") == point && row("group") != "all" && row("level") != "not-known").GroupBy(row => row("group"), StringComparer.Ordinal).Where(group => group.Skip(1).Any()).SelectMany(group => group).ToList();
        return parts.Exists(row => row("percent") is not null)
            ? ForestFigure.Draw(
                $"{scale.Name}: response by subgroup, {Words(point!)}",
                $"{response.Id} (% of those seen)",
                NumberOrNone(rows.FirstOrDefault(row => row("point") == point && row("group") == "all")?.Invoke("percent")),
                [.. parts.Take(60).Select(row => new ForestRow($"{row("group")}: {row("level")}", Count(row("known")), NumberOrNone(row("percent")), NumberOrNone(row("low")), NumberOrNone(row("high")), row("warning")?.Contains("few-people", StringComparison.Ordinal) == true))],
                _options)
            : null;
    }

    private List<RateSeries> Rates(Instrument instrument, Scale scale, IEnumerable<EndpointEntry?> entries)
    {
        var rows = All("rates", instrument, scale).ToList();
        var points = rows.Select(row => row("point")!).Distinct(StringComparer.Ordinal).ToList();
        rows = [.. rows.OrderBy(row => Order(row("point")!))];
        return [.. entries.OfType<EndpointEntry>()
            .Select(entry => (entry.Id, Rows: rows.Where(row => row("rule") == entry.Id).ToList()))
            .Where(rule => rule.Rows.Count == points.Count)
            .Select(rule => new RateSeries(rule.Id, rule.Rows.Select(row => new RatePoint(
                Words(row("point")!),
                Count(row("met")),
                Count(row("known")),
                (NumberOrNone(row("low")) ?? 0) / 100,
                (NumberOrNone(row("high")) ?? 100) / 100,
                (NumberOrNone(row("worst_percent")) ?? 0) / 100,
                (NumberOrNone(row("best_percent")) ?? 100) / 100)).ToEquatableArray()))];
    }

    /// <summary>The last of points, as a course meets them.</summary>
    public static string LastPoint(IEnumerable<string> points) => points.OrderBy(Order).Last();

    /// <summary>Infusions in their order, the end of induction, days in theirs, and the last.</summary>
    private static (int Kind, decimal Number) Order(string point)
    {
        // What a visit is called has its number at the end: week-4.
        var number = new string([.. point.SkipWhile(letter => letter != ':').SkipWhile(letter => letter is ':' or (>= 'a' and <= 'z') || (letter == '-' && point.StartsWith("visit:", StringComparison.Ordinal))).TakeWhile(letter => char.IsAsciiDigit(letter) || letter is '.' or '-')]);
        return (point.Split(':')[0] switch { "infusion" => 0, "end-of-induction" => 1, "day" => 2, "visit" => 3, _ => 4 }, decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0);
    }

    /// <summary>A point as people write it: infusion 2, day 28 ± 7, end of induction.</summary>
    private static string Words(string point) => point == "end-of-induction" ? "end of induction" : point.Replace("visit:", "", StringComparison.Ordinal).Replace("+-", " ± ", StringComparison.Ordinal).Replace(':', ' ');

    private IEnumerable<Func<string, string?>> All(string table, Instrument instrument, Scale scale) =>
        _tables[table].Where(row => row("group") == "all" && row("instrument") == instrument.Id && row("scale") == scale.Id);

    private static EndpointEntry? DefaultOf(Scale scale, EndpointKind kind) =>
        scale.Endpoints.FirstOrDefault(entry => entry.Kind == kind && entry.IsDefault) ?? scale.Endpoints.FirstOrDefault(entry => entry.Kind == kind);
}
