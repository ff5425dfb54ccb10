namespace KetamineOutcomes.Cli.Tests;

/// <summary>The same clinic as tables of the library's own and as an export of REDCap: the answers are the same to the byte.</summary>
public sealed class LayoutOptionTests
{
    private const string Forms = """
        patient_id,instrument,assessed_at,visit,rater,score,item1,item2,item3,item4,item5,item6,item7,item8,item9
        1,phq-9,2026-01-02,baseline,self,,3,3,3,3,2,2,2,2,0
        1,madrs,2026-01-02,baseline,clinician,34,,,,,,,,,
        1,phq-9,2026-01-09,week-1,self,,1,1,2,1,1,1,1,0,
        1,madrs,2026-01-10,week-1,clinician,16,,,,,,,,,
        2,phq-9,2026-02-02,baseline,self,,2,2,2,2,2,2,2,2,1
        2,phq-9,2026-02-14,week-1,self,,2,2,2,2,2,2,2,2,2

        """;

    private const string Infusions = """
        patient_id,given_at,agent,route,dose_mg,weight_kg,kind
        1,2026-01-05T09:30,ketamine,iv,40,80,induction
        1,2026-01-08T09:30,ketamine,iv,40,80,induction
        2,2026-02-05T10:00,ketamine,im,60,75,induction

        """;

    private const string Export = """
        record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,phq_date,q1,q2,q3,q4,q5,q6,q7,q8,q9,madrs_date,madrs_total,inf_date,inf_dose,inf_weight,inf_route,phq_complete
        1,baseline_arm_1,,,2026-01-02,3,3,3,3,2,2,2,2,0,2026-01-02,34,,,,,2
        1,baseline_arm_1,infusion,1,,,,,,,,,,,,,2026-01-05 09:30,40,80,1,
        1,baseline_arm_1,infusion,2,,,,,,,,,,,,,2026-01-08 09:30,40,80,1,
        1,week_1_arm_1,,,2026-01-09,1,1,2,1,1,1,1,0,-9,2026-01-10,16,,,,,2
        2,baseline_arm_1,,,2026-02-02,2,2,2,2,2,2,2,2,1,,,,,,,2
        2,baseline_arm_1,infusion,1,,,,,,,,,,,,,2026-02-05 10:00,60,75,2,
        2,week_1_arm_1,,,2026-02-14,2,2,2,2,2,2,2,2,2,,,,,,,2

        """;

    private const string Layout = """
        {"format":1,"layout":"redcap","patient":"record_id","visits":{"baseline_arm_1":"baseline","week_1_arm_1":"week-1"},
         "forms":[
          {"instrument":"phq-9","columns":{"assessed_at":"phq_date","item1":"q1","item2":"q2","item3":"q3","item4":"q4","item5":"q5","item6":"q6","item7":"q7","item8":"q8","item9":"q9"},"values":{"rater":"self"},"missing":["-9"]},
          {"instrument":"madrs","columns":{"assessed_at":"madrs_date","score":"madrs_total"},"values":{"rater":"clinician"}}],
         "treatments":{"repeat-instrument":"infusion","columns":{"given_at":"inf_date","dose_mg":"inf_dose","weight_kg":"inf_weight","route":"inf_route"},"values":{"agent":"ketamine","kind":"induction"},"words":{"route":{"1":"iv","2":"im"}}}}
        """;

    [Fact]
    public void An_export_of_REDCap_gives_the_answers_of_the_same_tables()
    {
        using var folder = new TemporaryFolder();
        var export = folder.Write("export.csv", Export);
        string[] options = ["--at", "visit:week-1,last,every-visit", "--primary", "phq-9"];

        var own = Call.Run(["assess", "--assessments", folder.Write("forms.csv", Forms), "--treatments", folder.Write("infusions.csv", Infusions), .. options]);
        var redcap = Call.Run(["assess", "--assessments", export, "--treatments", export, "--layout", folder.Write("layout.json", Layout), .. options]);

        own.Code.Should().Be(0, own.Error);
        redcap.Code.Should().Be(0, redcap.Error);
        redcap.Output.Should().Be(own.Output);
        // MADRS of 1: 34 to 16 on 10 January, day 5: 52.9 %; that form is the one of week 1, whatever its day.
        own.Output.Should().Contain("1,1,1,madrs,total,response,response-50,visit:week-1,2026-01-10,met,").And.Contain("2,1,1,phq-9,total,response,response-50,visit:week-1,2026-02-14,not-met,");
    }

    [Fact]
    public void A_layout_is_for_tables_and_not_for_FHIR()
    {
        using var folder = new TemporaryFolder();

        var call = Call.Run("assess", "--fhir", folder.Write("courses.ndjson", ""), "--layout", folder.Write("layout.json", Layout));

        call.Code.Should().Be(2);
        call.Error.Should().Contain("--layout");
    }
}
