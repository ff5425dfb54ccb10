using System.Globalization;
using System.Runtime.CompilerServices;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Benchmarks;

/// <summary>Made-up courses through all default indicators: one course, and how the time grows with the visits of one course and with the number of courses.</summary>
/// <remarks>The course of the goal: six infusions, twelve boosters four weeks apart, and forty forms: PHQ-9 and MADRS, all items, at twenty visits. A longer course has a booster for each further visit.</remarks>
internal static class CourseRows
{
    private static readonly int[] Induction = [0, 2, 4, 7, 9, 11];

    public static int Run(string? folder, bool isQuick)
    {
        var results = new List<Measurement>();
        var course = Make(20, 1);
        if (!IsRepeatable(course))
        {
            Console.Error.WriteLine("Two assessments of one course differ.");
            return 1;
        }

        // So that no size is timed before its code is as good as that of the next.
        for (var round = 0; round < 300; round++)
        {
            _ = CourseAssessment.Assess(course);
        }

        var most = isQuick ? 160 : 640;
        results.Add(new Measurement("course", "course", 1, 1, Rounds.Best(() => CourseAssessment.Assess(course), 100)));
        for (var administrations = 40; administrations <= most; administrations *= 2)
        {
            var longer = Make(administrations / 2, 1);
            results.Add(new Measurement("course-visits", "visits", 1, administrations, Rounds.Best(() => CourseAssessment.Assess(longer), 10)));
        }

        foreach (var count in isQuick ? new[] { 10, 30, 100 } : [10, 30, 100, 300, 1000])
        {
            var courses = Enumerable.Range(1, count).Select(number => Make(20, number)).ToArray();
            results.Add(new Measurement("courses", "courses", 1, count, Rounds.Best(
                () =>
                {
                    foreach (var one in courses)
                    {
                        _ = CourseAssessment.Assess(one);
                    }
                },
                rounds: count > 100 ? 3 : 7,
                warm: 1)));
        }

        AddMemory(results, most);
        if (!AddAppends(results, course))
        {
            Console.Error.WriteLine("An appended form gives other answers than an assessment from scratch.");
            return 1;
        }

        AddParts(results, most);
        foreach (var result in results)
        {
            Console.WriteLine(result.Table == "course-memory" ? string.Create(CultureInfo.InvariantCulture, $"{result.Table} {result.Count}: {result.Seconds / 1e3:F0} kilobytes") : string.Create(CultureInfo.InvariantCulture, $"{result.Table} {result.Subject} {result.Count}: {result.Seconds * 1e3:F2} ms, {result.Seconds * 1e3 / result.Count:F4} ms each"));
        }

        Measurement.Append(folder, results);
        return 0;
    }

    /// <summary>One form more in a course that is assessed already: the last visit's two forms, one after the other.</summary>
    /// <returns>Whether the answers are those from scratch.</returns>
    private static bool AddAppends(List<Measurement> results, Course course)
    {
        var forms = course.Administrations;
        var before = AssessedCourse.Assess(Course.Create(course.PatientId, course.CourseId, forms.Take(forms.Count - 2), course.Infusions).GetValueOrThrow());
        var between = before.Append(forms[^2]).GetValueOrThrow();
        var after = between.Append(forms[^1]).GetValueOrThrow();
        if (!after.Report.Results.SequenceEqual(CourseAssessment.Assess(course).Results))
        {
            return false;
        }

        results.Add(new Measurement("course-append", "the first form of a visit", 1, forms.Count, Rounds.Best(() => _ = Read(before.Append(forms[^2]).GetValueOrThrow(), before), 200)));
        results.Add(new Measurement("course-append", "a second form of the same visit", 1, forms.Count, Rounds.Best(() => _ = Read(between.Append(forms[^1]).GetValueOrThrow(), between), 200)));
        return true;
    }

    /// <summary>Reads the answer of each row that is not one of the course from before, so that none is left to be worked out later.</summary>
    private static long Read(AssessedCourse assessed, AssessedCourse before)
    {
        var read = 0L;
        var (rows, old) = (assessed.Report.Results, before.Report.Results);
        for (int i = 0, j = 0; i < rows.Count; i++)
        {
            if (j < old.Count && ReferenceEquals(rows[i], old[j]))
            {
                j++;
            }
            else
            {
                read += rows[i].Outcome.State.Length + (rows[i].Outcome is IndicatorOutcome.Measured { Value: var value } && value > 0 ? 1 : 0);
            }
        }

        return read;
    }

    /// <summary>The memory that an assessed course holds to which each form was appended by itself: bytes, in the place of seconds.</summary>
    private static void AddMemory(List<Measurement> results, int most)
    {
        // Once before: what is made once for all courses is no course's memory.
        _ = BytesOf(40);
        for (var administrations = 40; administrations <= most; administrations *= 2)
        {
            results.Add(new Measurement("course-memory", "bytes", 1, administrations, BytesOf(administrations)));
        }
    }

    // By itself, so that no local of an earlier course is alive while the next one is weighed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long BytesOf(int administrations)
    {
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var whole = Make(administrations / 2, 1);
        var assessed = AssessedCourse.Assess(Course.Create(whole.PatientId, whole.CourseId, [], whole.Infusions).GetValueOrThrow());
        foreach (var form in whole.Administrations)
        {
            assessed = assessed.Append(form).GetValueOrThrow();
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - start;
        GC.KeepAlive(assessed);
        GC.KeepAlive(whole);
        return bytes;
    }

    /// <summary>Where the time goes: the assessment for the alerts alone, and how much longer it takes with each indicator asked for by itself; in the short course and in the longest.</summary>
    private static void AddParts(List<Measurement> results, int most)
    {
        foreach (var administrations in new[] { 40, most })
        {
            var course = Make(administrations / 2, 1);
            var rounds = administrations > 40 ? 5 : 20;
            double Time(string indicator)
            {
                var options = new AssessmentOptions { Include = [indicator] };
                return Rounds.Best(() => CourseAssessment.Assess(course, options), rounds, 1);
            }

            var bare = Time("alert");
            results.Add(new Measurement("course-parts", "scores and the rest", 1, administrations, bare));
            results.AddRange(CourseAssessment.Indicators.Except(["alert", "baseline", "change", "milestone", "percentage-change", "remission", "response", "score"], StringComparer.Ordinal)
                .Select(indicator => new Measurement("course-parts", indicator, 1, administrations, Math.Max(0, Time(indicator) - bare))));
        }
    }

    private static bool IsRepeatable(Course course)
    {
        var (first, second) = (CourseAssessment.Assess(course), CourseAssessment.Assess(course));
        return !first.Results.IsEmpty && first.Results.Select(result => result.Explain()).SequenceEqual(second.Results.Select(result => result.Explain()), StringComparer.Ordinal);
    }

    private static Course Make(int visits, int seed)
    {
        var state = 0x9E3779B97F4A7C15UL ^ (ulong)seed;
        int Draw(int below)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (int)((state >> 33) % (ulong)below);
        }

        var boosters = visits - 8;
        var days = Induction.Concat(Enumerable.Range(1, visits - Induction.Length).Select(month => 11 + (28 * month))).ToArray();
        var infusions = days.Take(Induction.Length + boosters)
            .Select((day, i) => new Infusion(ClinicalTime.OnDay(day), kind: i < Induction.Length ? InfusionKind.Induction : InfusionKind.Booster));

        // A person who begins high, gets better over the induction and swings from then on.
        AnswerSet Answers(Instrument instrument, int visit) => AnswerSet.Create(instrument.Items.Select(item =>
        {
            var (low, high) = ((int)item.Min.Numerator, (int)item.Max!.Value.Numerator);
            var level = visit < Induction.Length ? high - ((high - low) * visit / 8) : low + ((high - low) / 3);
            return KeyValuePair.Create(item.Id, Answer.Number(Math.Clamp(level + Draw(3) - 1, low, high)));
        }));
        var instruments = new[] { InstrumentCatalogue.Shipped.Find("phq-9")!, InstrumentCatalogue.Shipped.Find("madrs")! };
        var administrations = days.SelectMany((day, visit) => instruments.Select(instrument =>
            new Administration(instrument.Id, ClinicalTime.OnDay(day), new AdministrationContent.Answered(Answers(instrument, visit)))));
        return Course.Create(string.Create(CultureInfo.InvariantCulture, $"p{seed}"), "1", administrations.ToArray(), infusions.ToArray()).GetValueOrThrow();
    }
}
