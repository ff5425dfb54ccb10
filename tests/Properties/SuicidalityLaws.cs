using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of suicidality over time and of mood beside functioning, whatever was asked, when, by whom, and how well it was filled in.</summary>
public sealed class SuicidalityLaws
{
    private static readonly string[] Raised = ["raised", "new", "worsening", "persisting"];

    private static readonly Instrument Phq9 = InstrumentCatalogue.Shipped.Find("phq-9")!;

    private static readonly Gen<Form> Forms =
        from day in Gen.Choose(-20, 120)
        from kind in Gen.Choose(0, 9)
        from item in Gen.Elements("0", "0", "0", "1", "2", "3", ".", "7", "x")
        from rest in Gen.Choose(0, 3)
        from rater in Gen.Elements<RaterKind?>(null, null, null, RaterKind.Clinician)
        from timing in Gen.Elements(Timing.Unspecified, Timing.Unspecified, Timing.Pre, Timing.Post)
        select new Form(day, kind, item, rest, rater, timing);

    private static readonly Gen<Log> Logs =
        from count in Gen.Choose(0, 14)
        from forms in Gen.ArrayOf(Forms, count)
        from doses in Gen.SubListOf(3, 7, 10, 40, 41, 60, 61, 90)
        from reinduction in Gen.Elements(0, 40, 60)
        select new Log(forms, [0, .. doses], reinduction);

    private sealed record Form(int Day, int Kind, string Item, int Rest, RaterKind? Rater, Timing Timing)
    {
        public string Instrument => ToAdministration().Instrument;

        /// <summary>Forms of one key are one reading.</summary>
        public (string Instrument, int Day, bool IsPost, RaterKind Rater) Key =>
            (Instrument, Day, Timing == Timing.Post, Rater ?? InstrumentCatalogue.Shipped.Find(Instrument)!.Raters[0]);

        public Administration ToAdministration() => Kind switch
        {
            0 => Of("phq-9", new AdministrationContent.TotalOnly(Rest * 8)),
            1 => Of("phq-9", new AdministrationContent.NotDone()),
            2 => Of("gad-7", new AdministrationContent.TotalOnly(Rest * 5)),
            3 => Of("whodas-12", new AdministrationContent.TotalOnly(Rest * 12)),
            4 => Of("sidas", new AdministrationContent.TotalOnly(Rest * 9)),
            5 or 6 => Of("madrs", new AdministrationContent.Answered(TestDefinitions.Answers(InstrumentCatalogue.Shipped.Find("madrs")!, $"{Rest} 0 0 0 0 0 0 0 0 {Item}"))),
            _ => Of("phq-9", new AdministrationContent.Answered(TestDefinitions.Answers(Phq9, $"{Rest} {Rest} {Rest} {Rest} 0 0 0 0 {Item}"))),
        };

        private Administration Of(string instrument, AdministrationContent content) => new(instrument, ClinicalTime.OnDay(Day), content, Timing, Rater);
    }

    private sealed record Log(Form[] Forms, int[] Doses, int Reinduction)
    {
        public override string ToString() => string.Join("; ", Forms.AsEnumerable()) + " doses " + string.Join(",", Doses) + " re-induction from " + Reinduction;

        public IEnumerable<Administration> Administrations => Forms.Select(form => form.ToAdministration());

        public IEnumerable<Infusion> Infusions => Doses.Select(day => new Infusion(
            ClinicalTime.OnDay(day),
            kind: Reinduction > 0 && day >= Reinduction ? InfusionKind.Reinduction : InfusionKind.Induction));

        public Course ToCourse(IEnumerable<Administration>? more = null) => Course.Create("p", "1", [.. Administrations, .. more ?? []], Infusions).GetValueOrThrow();
    }

    private static void Check(Func<Log, bool> law) => Prop.ForAll(Arb.From(Logs), law).MustHold(300);

    private static List<IndicatorResult> Assess(Course course, int? asOf = null, params string[] points) => [.. CourseAssessment.Assess(course, new AssessmentOptions
    {
        Points = points.Select(point => AssessmentPoint.Parse(point).GetValueOrThrow()).ToEquatableArray(),
        AsOf = asOf is { } day ? ClinicalTime.OnDay(day) : null,
        Include = ["suicidality", "domains"],
    }).Results];

    private static readonly string[] AllPoints = ["every-visit", "last", "end-of-induction", "infusion:1", "day:7+-2"];

    private static bool IsVisit(IndicatorResult row) => row.Point.StartsWith("every-visit", StringComparison.Ordinal);

    [Fact]
    public void The_order_of_the_records_changes_nothing() => Check(log =>
    {
        var straight = Assess(log.ToCourse(), null, AllPoints);
        var turned = Course.Create("p", "1", log.Administrations.Reverse(), log.Infusions.Reverse()).GetValueOrThrow();
        return Assess(turned, null, AllPoints).SequenceEqual(straight);
    });

    [Fact]
    public void What_comes_after_as_of_changes_nothing() => Check(log =>
    {
        var later = log.Forms.Select(form => (form with { Day = 200 + form.Day, Item = "3" }).ToAdministration());
        return Assess(log.ToCourse(later), 130, AllPoints).SequenceEqual(Assess(log.ToCourse(), 130, AllPoints));
    });

    [Fact]
    public void What_a_visit_says_about_suicidality_does_not_change_when_later_visits_arrive() => Check(log => IsStable(log, "suicidality"));

    // By the usual rater alone, as is the reliable deterioration of a scale: without a baseline the first visits by another rater are those of the trajectory until the usual one comes.
    [Fact]
    public void What_a_visit_says_of_mood_beside_functioning_does_not_change_when_later_visits_arrive() =>
        Check(log => IsStable(log with { Forms = [.. log.Forms.Select(form => form with { Rater = null })] }, "domains"));

    private static bool IsStable(Log log, string indicator)
    {
        // As of a day after all: a visit that is listed without a form counts once its day has come.
        var whole = Assess(log.ToCourse(), 200, "every-visit").Where(Concerns).ToList();
        bool Concerns(IndicatorResult row) => IsVisit(row) && row.Indicator == indicator && row.Rule != "reliable-deterioration";
        return log.Forms.Select(form => form.Day).Where(day => day >= 0).Distinct().All(day =>
            Assess(log.ToCourse(), day, "every-visit").Where(Concerns).SequenceEqual(whole.Where(row => row.At!.Value.DayNumber <= day)));
    }

    [Fact]
    public void Each_raised_answer_has_a_row_that_says_so_whatever_points_are_asked_for() => Check(log =>
    {
        var sets = new[] { Assess(log.ToCourse(), null, "infusion:9"), Assess(log.ToCourse(), null, AllPoints) };
        return log.Forms.Where(form => form.Kind is 4 or >= 5).All(form => sets.All(rows =>
            (form.Kind == 4 ? form.Rest == 0 : form.Item is not ("1" or "2" or "3"))
            || rows.Any(row => IsVisit(row)
                && row.Indicator == "suicidality"
                && row.At == ClinicalTime.OnDay(form.Day)
                && row.Instrument == form.ToAdministration().Instrument
                && row.Rule != "all-items"
                && Raised.Contains(row.Outcome.State, StringComparer.Ordinal))));
    });

    [Fact]
    public void An_answer_that_cannot_be_used_is_never_called_clear() => Check(log =>
    {
        var rows = Assess(log.ToCourse(), null, "infusion:9");
        return log.Forms.Where(form => form is { Kind: >= 5, Item: "7" or "x" }).All(form =>
            rows.Exists(row => row.Instrument == form.Instrument && row.At == ClinicalTime.OnDay(form.Day) && row.Outcome.State == "unreadable")
            // Or a form beside it answers the item and speaks for both.
            || log.Forms.Any(other => other is { Kind: >= 5, Item: "0" or "1" or "2" or "3" } && other.Key == form.Key));
    });

    [Fact]
    public void While_the_last_answer_to_an_item_is_raised_the_last_row_says_so() => Check(log =>
    {
        var rows = Assess(log.ToCourse(), null, "last");
        var last = rows.Where(row => row.Rule == "worst" && row.Point == "last").MaxBy(row => row.Series)!;
        var open = rows.Any(row => row.Series == last.Series && row.Point == "last" && row.Instrument != "course" && row.Indicator == "suicidality" && Raised.Contains(row.Outcome.State, StringComparer.Ordinal));
        return open == Raised.Contains(last.Outcome.State, StringComparer.Ordinal);
    });

    [Fact]
    public void Each_series_and_point_has_one_row_across_instruments_and_keys_are_unique() => Check(log =>
    {
        var course = log.ToCourse();
        var rows = Assess(course, null, AllPoints);
        return rows.Select(row => (row.Series, row.Instrument, row.Scale, row.Indicator, row.Rule, row.Point, row.At)).Distinct().Count() == rows.Count
            && rows.Where(row => IsVisit(row) && row.Indicator == "suicidality").GroupBy(row => (row.Instrument, row.Scale, row.Rule, row.Point, row.At)).All(key => key.Count() == 1 || IsTurn(log, [.. key]))
            && course.Series.All(series => AllPoints.Skip(1).All(point => rows.Count(row => row.Rule == "worst" && row.Series == series.Number && row.Point == point) == 1))
            && course.Series.All(series => rows.Count(row => row.Rule == "last-asked" && row.Series == series.Number) == 1)
            && rows.All(row => row.Explain().Length > 0 && row.Evidence.Sources.Count > 0);
    });

    /// <summary>A day on which a re-induction begins, with forms on both sides of the infusion, is the last visit of one series and the first of the next.</summary>
    private static bool IsTurn(Log log, List<IndicatorResult> rows)
    {
        var day = rows[0].At!.Value.DayNumber;
        var forms = log.Forms.Where(form => form.Day == day).ToList();
        return log.Doses.Contains(day)
            && forms.Exists(form => form.Timing == Timing.Post)
            && forms.Exists(form => form.Timing != Timing.Post)
            && rows.Count == 2
            && rows.Select(row => row.Series).Distinct().Count() == 2;
    }
}
