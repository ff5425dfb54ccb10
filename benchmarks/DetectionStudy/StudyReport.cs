using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>The study's tables as Markdown.</summary>
internal sealed class StudyReport(int persons)
{
    private const ulong CalibrationSeed = 1001;
    private const ulong ReportSeed = 2002;
    private const int BandPeople = 5;

    // Lines of the rules that the watch is held against: 60,000 people of 5,000 a cell, so that a share of 5 % is known to a tenth of a percent.
    private const int LinePeople = 12;
    private static readonly bool[] Groups = [false, true];
    public static readonly (double Low, double High)[] Bands = [(1.2, 2.0), (2.0, 3.0), (3.0, 3.8), (3.8, 4.51)];
    private readonly StringBuilder _text = new();
    private readonly StudyWorld _world = StudyWorld.Report;
    private readonly Dictionary<(bool Boosters, StudyChange Change), StudyPerson[]> _people = [];

    public string Write()
    {
        foreach (var boosters in Groups)
        {
            foreach (var change in StudyChange.All)
            {
                _people[(boosters, change)] = StudyCell.Draw(_world, change, boosters, ReportSeed, persons);
            }

            _people[(boosters, StudyChange.Stable)] = StudyCell.Draw(_world, StudyChange.Stable, boosters, ReportSeed, 2 * persons);
        }

        Line($"{persons} people in each cell with a change, {2 * persons} stable people ({BandPeople * persons} for the watch and the told rules), in each group. The standard error of a share of 5 % among {2 * persons} is {Percent(Math.Sqrt(0.05 * 0.95 / (2 * persons)), 2)}, and of a share of 50 % among {persons} it is {Percent(Math.Sqrt(0.25 / persons), 1)}.");
        var watch = new WatchRule(WatchRule.Shipped);
        StudyRule[] rules =
        [
            new SingleCutOff(), new TwoConsecutive(), new MeanPlus(), new TimeAwareEwma(), new Cusum(), watch,
        ];
        var results = rules.Select(rule => Of(rule, rule == watch ? Groups.ToDictionary(group => group, _ => 0.0) : null)).ToList();
        var (told, held) = Told();
        results.Add(told);
        results.Add(held);
        FalseAlarms(results);
        WatchLine(results[5]);
        Detection(results);
        Heading("The watch beside the Bayes factor that is told the priors");
        Line($"Delay: the watch's median over the other's. Detection: the watch's share over the other's. The goal is at most 1.10 and at least 0.90. Where the other's median is \"never\", the weeks until 40 % or 25 % are found stand in for it.");
        Line($"");
        Ratios(results[5], told, held, StudyChange.All);
        Matched(results[5], told, held);
        Predictive(results);
        Instruments(watch);
        Published();
        Elsewhere(watch);
        EarlierWorld(watch);
        Knowledge();
        return _text.ToString();
    }

    private static string Percent(double share, int digits = 1) =>
        (100 * share).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";

    private static string Weeks(double weeks) => double.IsFinite(weeks) ? weeks.ToString("F1", CultureInfo.InvariantCulture) : "never";

    private void Line(FormattableString text) => _text.Append(FormattableString.Invariant(text)).Append('\n');

    private void Heading(string text) => _text.Append("\n### ").Append(text).Append("\n\n");

    private Result Of(StudyRule rule, Dictionary<bool, double>? thresholds)
    {
        var lines = new Dictionary<bool, double>();
        var cells = new Dictionary<(bool, StudyChange), StudyCell>();
        foreach (var boosters in Groups)
        {
            lines[boosters] = thresholds?[boosters]
                ?? StudyCell.Calibrate([StudyCell.Of(rule, StudyCell.Draw(_world, StudyChange.Stable, boosters, CalibrationSeed, 2 * persons))], 0.05);
            foreach (var change in StudyChange.All)
            {
                cells[(boosters, change)] = StudyCell.Of(rule, _people[(boosters, change)]);
            }

            cells[(boosters, StudyChange.Stable)] = StudyCell.Of(rule, rule is WatchRule ? People(boosters, StudyChange.Stable) : _people[(boosters, StudyChange.Stable)]);
        }

        return new Result(rule.Name, lines, cells);
    }

    /// <summary>For the watch and the rules it is held against: more of the stable.</summary>
    private StudyPerson[] People(bool boosters, StudyChange change) =>
        change == StudyChange.Stable ? StudyCell.Draw(_world, change, boosters, ReportSeed, BandPeople * persons) : _people[(boosters, change)];

    private void FalseAlarms(List<Result> results)
    {
        Heading("Stable people alarmed within 12 visits");
        Line($"| rule | group | threshold | alarmed | per patient-year | SD 1.2-2 | 2-3 | 3-3.8 | 3.8-4.5 |");
        Line($"|---|---|---|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            foreach (var boosters in Groups)
            {
                var cell = result.Cells[(boosters, StudyChange.Stable)];
                var line = result.Thresholds[boosters];
                var (alarms, years) = cell.Rate(line);
                var label = result.Name.Contains("watch", StringComparison.Ordinal) ? "as shipped" : result.Labels?[boosters] ?? line.ToString("F2", CultureInfo.InvariantCulture);
                Line($"| {result.Name} | {Group(boosters)} | {label} | {Percent(cell.Alarmed(line))} | {alarms / years:F3} | {InBands(cell, line)} |");
            }
        }
    }

    /// <summary>How often the lower line is reached: logarithms of the evidence against that of the watch line.</summary>
    private void WatchLine(Result watch)
    {
        var line = Statistics.PortableMath.Log(WatchRule.Shipped.WatchShare);
        var shares = Groups.Select(boosters => Percent(watch.Cells[(boosters, StudyChange.Stable)].Alarmed(line)));
        Line($"");
        Line($"The state Watch or Drift was reached at some visit by {string.Join(" (no boosters) and ", shares)} (boosters) of the stable people.");
    }

    private void Detection(List<Result> results)
    {
        foreach (var boosters in Groups)
        {
            Heading($"Median weeks from onset to alarm, and share ever alarmed: {Group(boosters)}");
            Line($"| rule | {string.Join(" | ", StudyChange.All.Select(change => change.Name))} |");
            Line($"|---|---|---|---|---|---|---|---|");
            foreach (var result in results)
            {
                Line($"| {result.Name} | {string.Join(" | ", StudyChange.All.Select(change => Found(result.Cells[(boosters, change)].Detection(result.Thresholds[boosters]))))} |");
            }

            var limits = StudyChange.All.Select(change =>
            {
                var rule = new Clairvoyant(change);
                var line = StudyCell.Calibrate([StudyCell.Of(rule, StudyCell.Draw(_world, StudyChange.Stable, boosters, CalibrationSeed, 2 * persons))], 0.05);
                return Found(StudyCell.Of(rule, _people[(boosters, change)]).Detection(line));
            });
            Line($"| clairvoyant (the limit) | {string.Join(" | ", limits)} |");
        }

        static string Found((double Weeks, double Share) found) => $"{Weeks(found.Weeks)}, {Percent(found.Share)}";
    }

    private (Result Told, Result Held) Told()
    {
        var (lines, heldLines, labels) = (new Dictionary<bool, double>(), new Dictionary<bool, double>(), new Dictionary<bool, string>());
        var (cells, heldCells) = (new Dictionary<(bool, StudyChange), StudyCell>(), new Dictionary<(bool, StudyChange), StudyCell>());
        foreach (var boosters in Groups)
        {
            var told = ToldComparators.Of(_world, StudyChange.All, boosters, CalibrationSeed, LinePeople * persons);
            (lines[boosters], heldLines[boosters]) = (told.Line, told.HeldLine);
            labels[boosters] = FormattableString.Invariant($"{told.HeldLine:F2} + {told.Slope:F1} ln SD");
            foreach (var change in StudyChange.All.Append(StudyChange.Stable))
            {
                var (factor, sds) = StudyCell.Of(told.Rule, People(boosters, change));
                cells[(boosters, change)] = factor;
                heldCells[(boosters, change)] = factor.Less(sds, told.Slope);
            }
        }

        return (new Result("Bayes factor told the priors", lines, cells), new Result("the same, held to the band limit", heldLines, heldCells, labels));
    }

    private void Ratios(Result watch, Result told, Result held, IReadOnlyList<StudyChange> changes)
    {
        Line($"| group | change | median delay | share found | goal | beside the one held to the band limit: median delay | share found | goal |");
        Line($"|---|---|---|---|---|---|---|---|");
        var met = new int[2];
        foreach (var boosters in Groups)
        {
            foreach (var change in changes)
            {
                var mine = watch.Cells[(boosters, change)];
                var own = watch.Thresholds[boosters];
                var columns = new List<string>();
                foreach (var (k, other) in new[] { (0, told), (1, held) })
                {
                    var its = other.Cells[(boosters, change)];
                    var line = other.Thresholds[boosters];
                    var (share, itsShare) = (mine.Detection(own).Share, its.Detection(line).Share);
                    var at = new[] { 0.5, 0.4, 0.25 }.FirstOrDefault(part => double.IsFinite(its.WeeksUntil(line, part)));
                    var (weeks, itsWeeks) = (mine.WeeksUntil(own, at), its.WeeksUntil(line, at));
                    var (late, few) = (weeks > 1.1 * itsWeeks, share < 0.9 * itsShare);
                    var isGoal = StudyChange.Changes.Contains(change);
                    met[k] += isGoal && !late && !few ? 1 : 0;
                    columns.Add($"{(double.IsFinite(weeks) ? (weeks / itsWeeks).ToString("F2", CultureInfo.InvariantCulture) : "never")} ({Weeks(weeks)} / {Weeks(itsWeeks)}{(at < 0.5 ? FormattableString.Invariant($", to {100 * at:F0} %") : "")})");
                    columns.Add(FormattableString.Invariant($"{share / itsShare:F2}"));
                    columns.Add(!isGoal ? "beyond it" : late ? (few ? "missed" : "delay missed") : few ? "share missed" : "met");
                }

                Line($"| {Group(boosters)} | {change.Name} | {string.Join(" | ", columns)} |");
            }
        }

        Line($"");
        Line($"Met in {met[0]} of 10 beside the rule told the priors, in {met[1]} of 10 beside the same held to the band limit.");
    }

    /// <summary>The watch and the told rules at one share of false alarms, on the very people they are reported on: what is known, apart from where the lines stand.</summary>
    private void Matched(Result watch, Result told, Result held)
    {
        Heading("The same, all three at 5 % of the same stable people");
        Line($"Lines drawn anew on the people reported, so that where a line was set plays no part; the slope of the held rule as above.");
        Line($"");
        Line($"| rule | group | alarmed | SD 1.2-2 | 2-3 | 3-3.8 | 3.8-4.5 |");
        Line($"|---|---|---|---|---|---|---|");
        var matched = new List<Result>();
        foreach (var result in new[] { watch, told, held })
        {
            var lines = Groups.ToDictionary(boosters => boosters, boosters => StudyCell.Calibrate([result.Cells[(boosters, StudyChange.Stable)]], 0.05));
            matched.Add(result with { Thresholds = lines });
            foreach (var boosters in Groups)
            {
                var (stable, line) = (result.Cells[(boosters, StudyChange.Stable)], lines[boosters]);
                Line($"| {result.Name} | {Group(boosters)} | {Percent(stable.Alarmed(line))} | {InBands(stable, line)} |");
            }
        }

        Line($"");
        Ratios(matched[0], matched[1], matched[2], StudyChange.All);
    }

    /// <summary>The world that was reported before the fourth attempt, with its own five changes.</summary>
    private void EarlierWorld(WatchRule watch)
    {
        Heading("The world reported earlier: people alike at the end of a series, no onset after day 70");
        var names = new[] { watch.Name, "Bayes factor told the priors", "the same, held to the band limit" };
        var lines = names.Select(_ => new Dictionary<bool, double>()).ToArray();
        var cells = names.Select(_ => new Dictionary<(bool, StudyChange), StudyCell>()).ToArray();
        Line($"| rule | group | alarmed | SD 1.2-2 | 2-3 | 3-3.8 | 3.8-4.5 |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var boosters in Groups)
        {
            var told = ToldComparators.Of(StudyWorld.Earlier, StudyChange.Changes, boosters, CalibrationSeed, 4 * persons);
            (lines[0][boosters], lines[1][boosters], lines[2][boosters]) = (0, told.Line, told.HeldLine);
            foreach (var change in StudyChange.Changes.Append(StudyChange.Stable))
            {
                var people = StudyCell.Draw(StudyWorld.Earlier, change, boosters, ReportSeed, change == StudyChange.Stable ? 2 * persons : persons);
                var (factor, sds) = StudyCell.Of(told.Rule, people);
                (cells[0][(boosters, change)], cells[1][(boosters, change)], cells[2][(boosters, change)]) = (StudyCell.Of(watch, people), factor, factor.Less(sds, told.Slope));
            }

            for (var k = 0; k < names.Length; k++)
            {
                var (stable, line) = (cells[k][(boosters, StudyChange.Stable)], lines[k][boosters]);
                Line($"| {names[k]} | {Group(boosters)} | {Percent(stable.Alarmed(line))} | {InBands(stable, line)} |");
            }
        }

        Line($"");
        var results = names.Select((name, k) => new Result(name, lines[k], cells[k])).ToList();
        Ratios(results[0], results[1], results[2], StudyChange.Changes);
    }

    /// <summary>The told rule with one piece of knowledge blurred, in a world of tuning: what bounds a rule that is told nothing.</summary>
    private void Knowledge()
    {
        Heading("What each piece of knowledge is worth to the told rule");
        Line($"In the world \"tuning 1\", without boosters, 5 % of the stable alarmed; one thing at a time told less well.");
        Line($"");
        Line($"| told | 0.5 a week: weeks, share | step of 5: weeks to 25 %, median, share | step of 8: weeks, share |");
        Line($"|---|---|---|---|");
        var world = StudyWorld.TuningLevel;
        var stable = StudyCell.Draw(world, StudyChange.Stable, false, CalibrationSeed + 1, persons);
        var found = new[] { StudyChange.All[1], StudyChange.All[4], StudyChange.All[5] }.Select(change => StudyCell.Draw(world, change, false, ReportSeed + 1, persons / 2)).ToArray();
        foreach (var (name, rule) in new (string, StudyRule)[]
            {
                ("everything", new ToldBayesFactor(world)),
                ("levels at the end of a series: mean 13, SD 9", new ToldBayesFactor(world with { EndMean = 13, EndSd = 9, EndHigh = 26 })),
                ("SDs from 0.8 to 6.5, level in the logarithm", new ToldBayesFactor(world with { SdLogUniform = true, SdLow = 0.8, SdHigh = 6.5 })),
                ("correlations from 0 to 0.9", new ToldBayesFactor(world with { WeeklyCorrelationLow = 0, WeeklyCorrelationHigh = 0.9 })),
                ("a shift after the series of SD 2", new ToldBayesFactor(world with { ShiftSd = 2 })),
                ("two rates (0.4, 1.2) and two steps (4, 9) instead of the true sizes", new ToldBayesFactor(world, [new("", 0.4, 0), new("", 1.2, 0), new("", 0, 4), new("", 0, 9)])),
            })
        {
            var line = StudyCell.Calibrate([StudyCell.Of(rule, stable)], 0.05);
            var cells = found.Select(people => StudyCell.Of(rule, people)).ToArray();
            var all = cells.Select(cell => cell.Detection(line)).ToArray();
            Line($"| {name} | {Weeks(all[0].MedianWeeks)}, {Percent(all[0].Share)} | {Weeks(cells[1].WeeksUntil(line, 0.25))}, {Weeks(all[1].MedianWeeks)}, {Percent(all[1].Share)} | {Weeks(all[2].MedianWeeks)}, {Percent(all[2].Share)} |");
        }
    }

    private static string InBands(StudyCell cell, double line) =>
        string.Join(" | ", Bands.Select(band => Percent(cell.Alarmed(line, person => person.Sd >= band.Low && person.Sd < band.High))));

    private void Predictive(List<Result> results)
    {
        Heading("Positive predictive value: of those alarmed within 12 visits, the share that did change");
        Line($"The five changes equally common, half of the people with boosters; an alarm before the onset counts as false.");
        Line($"");
        Line($"| rule | 5 % change | 10 % | 25 % | 50 % |");
        Line($"|---|---|---|---|---|");
        foreach (var result in results)
        {
            var (right, early, wrong) = (0.0, 0.0, 0.0);
            foreach (var boosters in Groups)
            {
                var line = result.Thresholds[boosters];
                wrong += result.Cells[(boosters, StudyChange.Stable)].Alarmed(line) / 2;
                foreach (var change in StudyChange.Changes)
                {
                    var cell = result.Cells[(boosters, change)];
                    var before = cell.AlarmedBeforeOnset(line);
                    early += before / (2 * StudyChange.Changes.Count);
                    right += (cell.Alarmed(line) - before) / (2 * StudyChange.Changes.Count);
                }
            }

            Line($"| {result.Name} | {string.Join(" | ", new[] { 0.05, 0.1, 0.25, 0.5 }.Select(rate => Percent(rate * right / ((rate * (right + early)) + ((1 - rate) * wrong)))))} |");
        }
    }

    private void Instruments(WatchRule watch)
    {
        Heading("Five instruments at once");
        Line($"Each with its own level, SD and noise, half of the noise's variance in common with the first. Stable people:");
        Line($"");
        Line($"| group | the primary alarmed | any of five alarmed | two or more of five alarmed |");
        Line($"|---|---|---|---|");
        foreach (var boosters in Groups)
        {
            var cells = Enumerable.Range(0, 5).Select(instrument =>
            {
                var people = new StudyPerson[2 * persons];
                Parallel.For(0, people.Length, i => people[i] = StudyPerson.Draw(_world, StudyChange.Stable, boosters, ReportSeed, i, instrument));
                return StudyCell.Of(watch, people);
            }).ToList();
            var counts = Enumerable.Range(0, 2 * persons).Select(i => cells.Count(cell => cell.Alarm(i, 0) is not null)).ToList();
            Line($"| {Group(boosters)} | {Percent(cells[0].Alarmed(0))} | {Percent(counts.Count(n => n >= 1) / (2.0 * persons))} | {Percent(counts.Count(n => n >= 2) / (2.0 * persons))} |");
        }
    }

    private void Published()
    {
        Heading("Rules as they are used, not set to 5 %");
        Line($"| rule | group | stable alarmed | 0.5 a week: weeks, share | step of 5: weeks, share |");
        Line($"|---|---|---|---|---|");
        foreach (var (rule, line, name) in new (StudyRule, double, string)[]
            {
                (new SingleCutOff(), 10, "single score >= 10"),
                (new TwoConsecutive(), 10, "two in a row >= 10"),
                (new MeanPlus(), 6, "mean of the first 3, plus 6"),
                (new Cusum(), 4, "CUSUM, h = 4"),
            })
        {
            foreach (var boosters in Groups)
            {
                var slow = StudyCell.Of(rule, _people[(boosters, StudyChange.Changes[1])]).Detection(line);
                var step = StudyCell.Of(rule, _people[(boosters, StudyChange.Changes[4])]).Detection(line);
                var stable = StudyCell.Of(rule, _people[(boosters, StudyChange.Stable)]).Alarmed(line);
                Line($"| {name} | {Group(boosters)} | {Percent(stable)} | {Weeks(slow.MedianWeeks)}, {Percent(slow.Share)} | {Weeks(step.MedianWeeks)}, {Percent(step.Share)} |");
            }
        }
    }

    private void Elsewhere(WatchRule watch)
    {
        Heading("The watch elsewhere: stable people alarmed within 12 visits");
        Line($"| world | group | alarmed | SD 1.2-2 | 2-3 | 3-3.8 | 3.8-4.5 | 0.5 a week: weeks, share |");
        Line($"|---|---|---|---|---|---|---|---|");
        foreach (var world in new[] { StudyWorld.TuningLevel, StudyWorld.TuningWide, StudyWorld.TuningEarly, StudyWorld.HeavyTailed, StudyWorld.Unwell, StudyWorld.Sticky })
        {
            foreach (var boosters in Groups)
            {
                var cell = StudyCell.Of(watch, StudyCell.Draw(world, StudyChange.Stable, boosters, ReportSeed, 2 * persons));
                var found = StudyCell.Of(watch, StudyCell.Draw(world, StudyChange.Changes[1], boosters, ReportSeed, persons)).Detection(0);
                Line($"| {world.Name} | {Group(boosters)} | {Percent(cell.Alarmed(0))} | {InBands(cell, 0)} | {Weeks(found.MedianWeeks)}, {Percent(found.Share)} |");
            }
        }
    }

    private static string Group(bool boosters) => boosters ? "boosters" : "no boosters";

    private sealed record Result(string Name, Dictionary<bool, double> Thresholds, Dictionary<(bool Boosters, StudyChange Change), StudyCell> Cells, Dictionary<bool, string>? Labels = null);
}
