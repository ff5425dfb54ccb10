using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>The study's tables as Markdown.</summary>
internal sealed class StudyReport(int persons)
{
    private const ulong CalibrationSeed = 1001;
    private const ulong ReportSeed = 2002;
    private const int BandPeople = 5;
    private static readonly bool[] Groups = [false, true];
    private static readonly (double Low, double High)[] Bands = [(1.2, 2.0), (2.0, 3.0), (3.0, 3.8), (3.8, 4.51)];
    private readonly StringBuilder _text = new();
    private readonly StudyWorld _world = StudyWorld.Report;
    private readonly Dictionary<(bool Boosters, StudyChange Change), StudyPerson[]> _people = [];

    public string Write()
    {
        foreach (var boosters in Groups)
        {
            foreach (var change in StudyChange.Changes)
            {
                _people[(boosters, change)] = StudyCell.Draw(_world, change, boosters, ReportSeed, persons);
            }

            _people[(boosters, StudyChange.Stable)] = StudyCell.Draw(_world, StudyChange.Stable, boosters, ReportSeed, 2 * persons);
        }

        Line($"{persons} people in each cell with a change, {2 * persons} stable people ({BandPeople * persons} for the watch), in each group. The standard error of a share of 5 % among {2 * persons} is {Percent(Math.Sqrt(0.05 * 0.95 / (2 * persons)), 2)}, and of a share of 50 % among {persons} it is {Percent(Math.Sqrt(0.25 / persons), 1)}.");
        var watch = new WatchRule(WatchRule.Shipped);
        StudyRule[] rules =
        [
            new SingleCutOff(), new TwoConsecutive(), new MeanPlus(), new TimeAwareEwma(), new Cusum(), watch, new ToldBayesFactor(_world),
        ];
        var results = rules.Select(rule => Of(rule, rule == watch ? Groups.ToDictionary(group => group, _ => 0.0) : null)).ToList();
        FalseAlarms(results);
        WatchLine(results[5]);
        Detection(results);
        Ratios(results[5], results[6]);
        Predictive(results);
        Instruments(watch);
        Published();
        Elsewhere(watch);
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
            foreach (var change in StudyChange.Changes)
            {
                cells[(boosters, change)] = StudyCell.Of(rule, _people[(boosters, change)]);
            }

            var stable = rule is WatchRule
                ? StudyCell.Draw(_world, StudyChange.Stable, boosters, ReportSeed, BandPeople * persons)
                : _people[(boosters, StudyChange.Stable)];
            cells[(boosters, StudyChange.Stable)] = StudyCell.Of(rule, stable);
        }

        return new Result(rule.Name, lines, cells);
    }

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
                var bands = string.Join(" | ", Bands.Select(band => Percent(cell.Alarmed(line, person => person.Sd >= band.Low && person.Sd < band.High))));
                Line($"| {result.Name} | {Group(boosters)} | {(result.Name.Contains("watch", StringComparison.Ordinal) ? "as shipped" : line.ToString("F2", CultureInfo.InvariantCulture))} | {Percent(cell.Alarmed(line))} | {alarms / years:F3} | {bands} |");
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
            Line($"| rule | {string.Join(" | ", StudyChange.Changes.Select(change => change.Name))} |");
            Line($"|---|---|---|---|---|---|");
            foreach (var result in results)
            {
                Line($"| {result.Name} | {string.Join(" | ", StudyChange.Changes.Select(change => Found(result.Cells[(boosters, change)].Detection(result.Thresholds[boosters]))))} |");
            }

            var limits = StudyChange.Changes.Select(change =>
            {
                var rule = new Clairvoyant(change);
                var line = StudyCell.Calibrate([StudyCell.Of(rule, StudyCell.Draw(_world, StudyChange.Stable, boosters, CalibrationSeed, 2 * persons))], 0.05);
                return Found(StudyCell.Of(rule, _people[(boosters, change)]).Detection(line));
            });
            Line($"| clairvoyant (the limit) | {string.Join(" | ", limits)} |");
        }

        static string Found((double Weeks, double Share) found) => $"{Weeks(found.Weeks)}, {Percent(found.Share)}";
    }

    private void Ratios(Result watch, Result told)
    {
        Heading("The watch beside the Bayes factor that is told the priors");
        Line($"Delay: the watch's median over the other's. Detection: the watch's share over the other's. The goal is at most 1.10 and at least 0.90. Where close to half are ever found the median leaps; the weeks until 40 % are found are beside it.");
        Line($"");
        Line($"The last two columns ask what the band limit costs: the other's lines are then set band by band of the true SD, which no rule can know, so that it too alarms at most 8 % in any band and the watch's share over all.");
        Line($"");
        Line($"| group | change | median delay | weeks to 40 % found | share found | goal | median delay, other kept to 8 % a band | share found |");
        Line($"|---|---|---|---|---|---|---|---|");
        foreach (var boosters in Groups)
        {
            var bound = BandLines(told.Cells[(boosters, StudyChange.Stable)], watch.Cells[(boosters, StudyChange.Stable)].Alarmed(watch.Thresholds[boosters]));
            foreach (var change in StudyChange.Changes)
            {
                var a = watch.Cells[(boosters, change)];
                var b = told.Cells[(boosters, change)];
                var (mine, its) = (a.Detection(watch.Thresholds[boosters]), b.Detection(told.Thresholds[boosters]));
                var (mine40, its40) = (a.WeeksUntil(watch.Thresholds[boosters], 0.4), b.WeeksUntil(told.Thresholds[boosters], 0.4));
                var kept = b.Detection(bound);
                var delayMet = double.IsInfinity(its.MedianWeeks) || mine.MedianWeeks <= 1.1 * its.MedianWeeks;
                var shareMet = mine.Share >= 0.9 * its.Share;
                Line($"| {Group(boosters)} | {change.Name} | {Ratio(mine.MedianWeeks, its.MedianWeeks)} | {Ratio(mine40, its40)} | {mine.Share / its.Share:F2} | {(delayMet && shareMet ? "met" : delayMet ? "share missed" : shareMet ? "delay missed" : "missed")} | {Ratio(mine.MedianWeeks, kept.MedianWeeks)} | {mine.Share / kept.Share:F2} |");
            }
        }

        static string Ratio(double a, double b) =>
            double.IsInfinity(b) ? (double.IsInfinity(a) ? "both never" : "other never")
            : double.IsInfinity(a) ? FormattableString.Invariant($"never, beside {b:F1}")
            : FormattableString.Invariant($"{a / b:F2} ({a:F1} / {b:F1})");
    }

    /// <summary>Lines by band: the same line for all, but no lower in any band than keeps it to 8 %.</summary>
    private static Func<StudyPerson, double> BandLines(StudyCell stable, double share)
    {
        var least = Bands.Select(band => stable.LineFor(0.08, person => person.Sd >= band.Low && person.Sd < band.High)).ToArray();
        double Of(StudyPerson person, double common) =>
            Math.Max(common, least[Math.Max(0, Array.FindIndex(Bands, band => person.Sd >= band.Low && person.Sd < band.High))]);
        var (low, high) = (-20.0, 20.0);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (stable.Alarmed(person => Of(person, middle)) > share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return person => Of(person, high);
    }

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
        foreach (var world in new[] { StudyWorld.Tuning, StudyWorld.HeavyTailed, StudyWorld.Unwell, StudyWorld.Sticky })
        {
            foreach (var boosters in Groups)
            {
                var cell = StudyCell.Of(watch, StudyCell.Draw(world, StudyChange.Stable, boosters, ReportSeed, 2 * persons));
                var found = StudyCell.Of(watch, StudyCell.Draw(world, StudyChange.Changes[1], boosters, ReportSeed, persons)).Detection(0);
                var bands = string.Join(" | ", Bands.Select(band => Percent(cell.Alarmed(0, person => person.Sd >= band.Low && person.Sd < band.High))));
                Line($"| {world.Name} | {Group(boosters)} | {Percent(cell.Alarmed(0))} | {bands} | {Weeks(found.MedianWeeks)}, {Percent(found.Share)} |");
            }
        }
    }

    private static string Group(bool boosters) => boosters ? "boosters" : "no boosters";

    private sealed record Result(string Name, Dictionary<bool, double> Thresholds, Dictionary<(bool Boosters, StudyChange Change), StudyCell> Cells);
}
