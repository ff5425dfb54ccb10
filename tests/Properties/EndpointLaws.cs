using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of endpoint profiles, for all that ship, whatever the course.</summary>
public sealed class EndpointLaws
{
    private static readonly DateOnly Start = new(2026, 1, 5);

    /// <summary>MADRS, PHQ-9 and GAD-7 on days around four infusions, a clinical event, and a day as of which answers are asked.</summary>
    private sealed record Case((int Day, int Madrs, int Phq, int Gad)[] Visits, int[] Infusions, int Event, int AsOf)
    {
        public override string ToString() => $"{string.Join(' ', Visits)} infusions {string.Join(' ', Infusions)} event {Event} as of {AsOf}";
    }

    private static readonly Gen<Case> Cases =
        from visits in Gen.Choose(1, 12).SelectMany(count => Gen.ArrayOf(
            from day in Gen.Choose(1, 200)
            from madrs in Gen.Elements(5, 9, 10, 11, 12, 13, 15, 16, 21, 22, 23, 30)
            from phq in Gen.Elements(2, 4, 5, 9, 10, 11, 15, 20)
            from gad in Gen.Elements(2, 7, 8, 13)
            select (day, madrs, phq, gad), count))
        from infusions in Gen.Choose(1, 5).Select(count => Enumerable.Range(0, count).Select(i => i * 3).ToArray())
        from happened in Gen.Choose(0, 250)
        from asOf in Gen.Choose(0, 230)
        select new Case([.. visits.DistinctBy(visit => visit.day)], infusions, happened, asOf);

    private static void Check(Func<Case, bool> law) => Prop.ForAll(Arb.From(Cases), law).MustHold();

    private static ClinicalTime Day(int day) => ClinicalTime.OnDate(Start.AddDays(day));

    private static Administration Total(string instrument, int day, int score) => new(instrument, Day(day), new AdministrationContent.TotalOnly(score, null, "made up"));

    private static Course CourseOf(Case given, Func<IEnumerable<Administration>, IEnumerable<Administration>>? change = null, int until = int.MaxValue)
    {
        IEnumerable<Administration> administrations = given.Visits.Append((Day: -1, Madrs: 30, Phq: 20, Gad: 15))
            .Where(visit => visit.Day <= until)
            .SelectMany(visit => new[] { Total("madrs", visit.Day, visit.Madrs), Total("phq-9", visit.Day, visit.Phq), Total("gad-7", visit.Day, visit.Gad) });
        return Course.Create(
            "p",
            "1",
            change is null ? administrations : change(administrations),
            given.Infusions.Where(day => day <= until).Select(day => new Infusion(Day(day), kind: InfusionKind.Induction)),
            given.Event <= until && given.Event < 200 ? [new ClinicalEvent(ClinicalEventKind.Hospitalisation, Day(given.Event))] : [],
            EventRecording.Recorded).GetValueOrThrow();
    }

    private static readonly AssessmentOptions Options = new()
    {
        Points = [],
        Include = ["endpoint"],
        Profiles = EndpointProfileCatalogue.Shipped.All.ToEquatableArray(),
    };

    private static List<IndicatorResult> Judge(Course course, int? asOf = null) =>
        [.. CourseAssessment.Assess(course, Options with { AsOf = asOf is { } day ? Day(day) : null }).Results];

    private static string[] Said(Course course, int? asOf = null) => [.. Judge(course, asOf).Select(result => $"{result.Instrument}/{result.Scale} {result.Rule} {result.Outcome} {result.At} {result.KnownAt} {result.Explain()}")];

    [Fact]
    public void As_of_a_day_what_came_later_changes_nothing() => Check(given =>
        Said(CourseOf(given), given.AsOf).SequenceEqual(Said(CourseOf(given, until: given.AsOf), given.AsOf)));

    [Fact]
    public void The_order_of_input_changes_nothing() => Check(given =>
        Said(CourseOf(given)).SequenceEqual(Said(CourseOf(given, administrations => administrations.Reverse()))));

    [Fact]
    public void What_is_met_rests_on_what_was_known_and_stays_as_dated_where_it_latches() => Check(given =>
    {
        var now = Judge(CourseOf(given), given.AsOf);
        var later = Judge(CourseOf(given), 400).ToDictionary(result => (result.Instrument, result.Scale, result.Rule));
        return now.TrueForAll(result => result.KnownAt is not { } known || known.CompareKnown(Day(given.AsOf)) <= 0)
            && now.Where(result => result.Outcome.State == "met" && Latches(result.Rule)).All(result =>
                later[(result.Instrument, result.Scale, result.Rule)] is { Outcome.State: "met" } then && then.At == result.At && then.KnownAt == result.KnownAt);
    });

    private static bool Latches(string rule) => EndpointProfileCatalogue.Shipped.Find(rule)!.Construct is "relapse" or "loss-of-response" or "loss-of-remission";

    [Fact]
    public void Unconfirmed_carries_a_window_that_has_not_closed() => Check(given =>
        Judge(CourseOf(given), given.AsOf).Select(result => result.Outcome).OfType<IndicatorOutcome.Judged>().Where(judged => judged.Judgement == Judgement.Unconfirmed)
            .All(judged => judged.ConfirmBy!.From.DaysSince(judged.ConfirmBy.To) <= 0 && judged.ConfirmBy.To.DaysSince(Day(given.AsOf)) >= 0));

    [Fact]
    public void The_rows_have_keys_of_their_own_and_a_sentence() => Check(given =>
    {
        var rows = Judge(CourseOf(given));
        return rows.Select(row => (row.Instrument, row.Scale, row.Rule, row.Point)).Distinct().Count() == rows.Count
            && rows.TrueForAll(row => row.Explain().Length > 0 && row.Evidence.Sources.Count > 0);
    });

    /// <summary>A made-up scale from 0 to 60, either end of which can be the good one.</summary>
    private static InstrumentCatalogue Scale(bool isReflected) => InstrumentCatalogue.Shipped.With(TestDefinitions.Read(TestDefinitions.Form(
        TestDefinitions.Items(10, 0, 6),
        TestDefinitions.Scale(
            """{"id":"all","sum":["item1","item2","item3","item4","item5","item6","item7","item8","item9","item10"]}""",
            "0",
            "60",
            more: ",\"endpoints\":[" + Entry("response-50", "response", ">=", 50, isReflected ? 40 : 20) + "," + Entry("remission-x", "remission", isReflected ? ">=" : "<=", isReflected ? 50 : 10, isReflected ? 40 : 20) + "]")
            .Replace("higher-is-worse", isReflected ? "higher-is-better" : "higher-is-worse", StringComparison.Ordinal))));

    private static string Entry(string id, string kind, string comparator, int value, int minimum) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"{{id}}","kind":"{{kind}}","comparator":"{{comparator}}","value":{{value}},"percentage":"range-to-best","minimumBaseline":{{minimum}},"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}""");

    [Fact]
    public void Reflecting_a_scale_with_its_direction_changes_no_answer() => Check(given =>
    {
        string[] Of(bool isReflected)
        {
            var catalogue = Scale(isReflected);
            var id = catalogue.Ids.Except(InstrumentCatalogue.Shipped.Ids, StringComparer.Ordinal).Single();
            var course = Course.Create(
                "p",
                "1",
                given.Visits.Append((Day: -1, Madrs: 30, Phq: 20, Gad: 15)).Select(visit => Total(id, visit.Day, isReflected ? 60 - visit.Madrs : visit.Madrs)),
                given.Infusions.Select(day => new Infusion(Day(day), kind: InfusionKind.Induction))).GetValueOrThrow();
            return [.. CourseAssessment.Assess(course, Options with { AsOf = Day(given.AsOf) }, catalogue).Results.Select(result => $"{result.Rule} {result.Outcome} {result.At} {result.KnownAt}")];
        }

        return Of(isReflected: false).Length > 0 && Of(isReflected: false).SequenceEqual(Of(isReflected: true));
    });

    // --- the language itself
    private static readonly Gen<string> Criteria = Gen.Sized(size => Criterion(Math.Min(size, 3)));

    private static Gen<string> Criterion(int depth)
    {
        var leaf = Gen.OneOf(
            from sign in Gen.Elements(">=", ">", "<=", "<")
            from value in Gen.Elements("0", "12", "22.5", "\"25/9\"")
            select $$"""{"score":{"is":"{{sign}}","value":{{value}} } }""",
            from kind in Gen.Elements("improvement", "worsening")
            from sign in Gen.Elements(">=", "<")
            from unit in Gen.Elements("\"points\"", "\"percent\",\"percentage\":\"raw\"", "\"percent\",\"percentage\":\"range-to-best\"")
            select $$"""{"{{kind}}":{"unit":{{unit}},"is":"{{sign}}","value":20} }""",
            from id in Gen.Elements("response", "remission", "madrs/total/remission-12")
            select $$"""{"declared":{"id":"{{id}}"} }""");
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Criterion(depth - 1).Select(inner => $$"""{"not":{{inner}} }"""),
                from word in Gen.Elements("all", "any")
                from left in Criterion(depth - 1)
                from right in Criterion(depth - 1)
                select $$"""{"{{word}}":[{{left}},{{right}}] }""");
    }

    private static readonly Gen<string> Windows =
        from anchor in Gen.Elements("\"baseline\"", "\"series-start\"", "\"series-end\"", "{\"infusion\":4}", "{\"date\":\"2026-02-28\"}", "{\"index\":{\"score\":{\"is\":\">\",\"value\":9}}}")
        from bounds in Gen.Elements("\"from\":1,\"to\":31", "\"from\":-7", "\"from\":{\"months\":12,\"days\":-60},\"to\":{\"months\":12,\"days\":60}")
        select $$"""{"anchor":{{anchor}},{{bounds}} }""";

    private static Gen<string> Rule(int depth)
    {
        var leaf = Gen.OneOf(
            from window in Windows
            from pick in Gen.Elements("last", "first", "best", "worst")
            from criterion in Criteria
            from missing in Gen.Elements("fail", "not-evaluable")
            select $$"""{"state":{"window":{{window}},"pick":"{{pick}}","meets":{{criterion}},"missing":"{{missing}}"} }""",
            from criterion in Criteria
            from confirm in Gen.Elements(
                "",
                ",\"confirm\":{\"by\":\"literal\",\"from\":5,\"to\":15},\"date\":\"second\"",
                ",\"confirm\":{\"by\":\"literal\",\"assessments\":3,\"visit\":\"first-in-window\",\"from\":1,\"to\":45},\"date\":\"confirming\"",
                ",\"confirm\":{\"by\":\"run\",\"assessments\":2,\"days\":21,\"maxGap\":14}")
            from latch in Gen.Elements("true", "false")
            from missing in Gen.Elements("fail", "not-evaluable", "ignore")
            select $$"""{"ever":{"meets":{{criterion}}{{confirm}},"latch":{{latch}},"missing":"{{missing}}"} }""",
            from criterion in Criteria
            from excursion in Gen.Elements("", ",\"excursion\":{\"atMost\":1,\"visits\":[\"week-2\"],\"mayBeMissing\":true}", ",\"excursion\":{\"atMost\":2}")
            from dropout in Gen.Elements("fail", "as-missing")
            select $$"""{"visits":{"anchor":"series-start","plan":[{"week":1},{"week":2},{"id":"later","from":20,"to":30}],"meets":{{criterion}}{{excursion}},"dropout":"{{dropout}}"} }""",
            Gen.Elements(
                """{"clinical":{"kinds":["hospitalisation","other"]}}""",
                """{"infusions":{"count":{"from":4,"to":8}}}""",
                """{"judgement":"investigator"}""",
                """{"profile":"madrs-remission-10"}""",
                """{"baseline":{"meets":{"score":{"is":">=","value":20}}}}"""));
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Rule(depth - 1).Select(inner => $$"""{"not":{{inner}} }"""),
                from word in Gen.Elements("all", "any")
                from left in Rule(depth - 1)
                from right in Rule(depth - 1)
                select $$"""{"{{word}}":[{{left}},{{right}}] }""");
    }

    private static readonly Gen<string> Profiles =
        from rule in Rule(2)
        from entry in Gen.OneOf(Gen.Constant(""), Rule(1).Select(inner => $"\"entry\":{inner},"))
        select $$"""
            {"format":1,"id":"made-up","version":"1.0.0","label":"Made up","construct":"relapse","scales":["madrs/total"],"sources":[{"key":"made-up","citation":"Made up"}],
             "evidence":[{"source":"made-up","status":"project-policy"}],{{entry}}"rule":{{rule}} }
            """;

    [Fact]
    public void Written_and_read_again_a_profile_is_the_same() => Prop.ForAll(Arb.From(Profiles), json =>
    {
        var profile = EndpointProfile.Read(json).GetValueOrThrow();
        return EndpointProfile.Read(profile.ToJson()).GetValueOrThrow() == profile && profile.Explain().Length > 0;
    }).MustHold();

    [Fact]
    public void Any_profile_has_an_answer_and_looks_at_nothing_later() => Prop.ForAll(Arb.From(Profiles.SelectMany(json => Cases.Select(given => (json, given)))), pair =>
    {
        var options = new AssessmentOptions
        {
            Points = [],
            Include = ["endpoint"],
            Profiles = [EndpointProfile.Read(pair.json).GetValueOrThrow()],
            UseDefaultProfiles = false,
            AsOf = Day(pair.given.AsOf),
        };
        var full = CourseAssessment.Assess(CourseOf(pair.given), options).Results;
        return full.Count == 1 && full == CourseAssessment.Assess(CourseOf(pair.given, until: pair.given.AsOf), options).Results;
    }).MustHold();
}
