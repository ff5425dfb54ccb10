// Writes the demo clinic: about 30 made-up patients. Nobody's data; every number comes from the seed below.
//   dotnet run samples/demo/generate.cs -- samples/demo
// The same seed gives the same files on every machine; a test compares them with the committed ones.
using System.Globalization;
using System.Text;

var folder = args.Length > 0 ? args[0] : ".";
var clinic = new Clinic(seed: 20260105);
clinic.Run();
Write("assessments.csv", Clinic.AssessmentHeader, clinic.Assessments);
Write("infusions.csv", Clinic.InfusionHeader, clinic.Infusions);
Write("events.csv", Clinic.EventHeader, clinic.Events);
Write("chair.csv", Clinic.ChairHeader, clinic.Chair);

void Write(string name, string header, List<string> rows) =>
    File.WriteAllText(Path.Combine(folder, name), string.Join('\n', rows.Prepend(header)) + "\n", new UTF8Encoding(false));

/// <summary>How a made-up patient fares: the PHQ-9 total that is aimed at on each day.</summary>
internal enum Story
{
    Fast,
    Gradual,
    Partial,
    None,
    Relapse,
    DropOut,
    NoBaseline,
    MissingItems,
    Conflict,
}

internal sealed class Clinic(ulong seed)
{
    public const string AssessmentHeader = "patient_id,instrument,assessed_at,timing,rater,score,item1,item2,item3,item4,item5,item6,item7,item8,item9";
    public const string InfusionHeader = "patient_id,given_at,agent,route,dose_mg,weight_kg,minutes,kind";
    public const string EventHeader = "patient_id,event,occurred_at,reason";
    public const string ChairHeader = "patient_id,infusion,minutes,measure,value";

    // What a schedule is there to show: a booster that came 12 days late, and one that nobody gave.
    private const string LatePatient = "D08";
    private const string MissedPatient = "D10";

    private static readonly int[] InductionDays = [0, 3, 7, 10, 14, 17];

    // The mix of stories; the order is the order of patients.
    private static readonly Story[] Stories =
    [
        Story.Fast, Story.Gradual, Story.None, Story.Partial, Story.Fast, Story.Relapse, Story.Gradual, Story.Fast, Story.DropOut, Story.Partial,
        Story.None, Story.Fast, Story.Gradual, Story.MissingItems, Story.Fast, Story.None, Story.Gradual, Story.Relapse, Story.Partial, Story.Fast,
        Story.NoBaseline, Story.Gradual, Story.Fast, Story.None, Story.DropOut, Story.Conflict, Story.Partial, Story.Fast, Story.Gradual, Story.None,
    ];

    private ulong _state = seed;

    public List<string> Assessments { get; } = [];

    public List<string> Infusions { get; } = [];

    public List<string> Events { get; } = [];

    public List<string> Chair { get; } = [];

    public void Run()
    {
        for (var i = 0; i < Stories.Length; i++)
        {
            Treat(string.Create(CultureInfo.InvariantCulture, $"D{i + 1:00}"), new DateOnly(2026, 1, 5).AddDays(4 * i), Stories[i]);
        }

        // After everything else, so that the numbers above stay what they were.
        foreach (var patient in new[] { "D01", "D02", "D04" })
        {
            for (var infusion = 1; infusion <= InductionDays.Length; infusion++)
            {
                Watch(patient, infusion, hasPeak: patient == "D04" && infusion == 3);
            }
        }
    }

    private void Treat(string patient, DateOnly start, Story story)
    {
        var baseline = Between(15, 24);
        var weight = Between(52, 104);
        if (story != Story.NoBaseline)
        {
            AskAll(patient, start.AddDays(-Between(1, 6)), baseline, "");
        }

        var infusions = story == Story.DropOut ? 3 : InductionDays.Length;
        for (var n = 0; n < infusions; n++)
        {
            var day = start.AddDays(InductionDays[n]);
            if (n > 0)
            {
                Phq9(patient, day, Total(story, baseline, InductionDays[n]), "pre", story == Story.MissingItems && n == 3);
            }

            Infuse(patient, day, weight, "induction");
        }

        if (story == Story.DropOut)
        {
            Events.Add($"{patient},follow-up-end,{Day(start.AddDays(12))},withdrew");
            return;
        }

        var end = start.AddDays(24);
        AskAll(patient, end, Total(story, baseline, 24), "", story == Story.MissingItems);
        if (story == Story.Conflict)
        {
            Phq9(patient, end, Total(Story.None, baseline, 24), "", missing: false);
        }

        if (story is Story.None or Story.NoBaseline)
        {
            return;
        }

        for (var booster = 1; booster <= 3; booster++)
        {
            var day = start.AddDays(17 + (28 * booster));
            day = patient == LatePatient && booster == 3 ? day.AddDays(12) : day;
            Phq9(patient, day, Total(story, baseline, 17 + (28 * booster)), "pre", missing: false);
            if (patient == MissedPatient && booster == 2)
            {
                continue;
            }

            if (story == Story.Relapse && booster == 2)
            {
                Reinduce(patient, day.AddDays(7), weight, baseline);
                return;
            }

            Infuse(patient, day, weight, "booster");
        }

        AskAll(patient, start.AddDays(17 + 84 + 14), Total(story, baseline, 115), "");
    }

    private void Reinduce(string patient, DateOnly start, int weight, int baseline)
    {
        for (var n = 0; n < 4; n++)
        {
            var day = start.AddDays(InductionDays[n]);
            Phq9(patient, day, Math.Max(4, baseline - 2 - (3 * n)), "pre", missing: false);
            Infuse(patient, day, weight, "re-induction");
        }

        AskAll(patient, start.AddDays(17), baseline / 3, "");
        Events.Add($"{patient},hospitalisation,{Day(start.AddDays(-3))},");
    }

    /// <summary>The total aimed at on a day of treatment, with a little noise.</summary>
    private int Total(Story story, int baseline, int day)
    {
        var left = story switch
        {
            Story.Fast => day < 3 ? 0.8 : day < 10 ? 0.45 : 0.25,
            Story.Gradual or Story.MissingItems or Story.Conflict => Math.Max(0.35, 1 - (0.03 * day)),
            Story.Partial => Math.Max(0.62, 1 - (0.025 * day)),
            Story.Relapse => day <= 45 ? Math.Max(0.3, 1 - (0.04 * day)) : 0.85,
            Story.DropOut => Math.Max(0.7, 1 - (0.03 * day)),
            _ => 0.95,
        };
        return Math.Clamp((int)Math.Round((baseline * left) + Between(-1, 1), MidpointRounding.AwayFromZero), 0, 27);
    }

    private void AskAll(string patient, DateOnly day, int total, string timing, bool missing = false)
    {
        Phq9(patient, day, total, timing, missing);
        var madrs = Math.Clamp((int)Math.Round(total * 1.6, MidpointRounding.AwayFromZero) + Between(-2, 2), 0, 60);
        Assessments.Add(string.Create(CultureInfo.InvariantCulture, $"{patient},madrs,{Day(day)},{timing},clinician,{madrs},,,,,,,,,"));
        var gad = Items(7, Math.Clamp((int)Math.Round(total * 0.7, MidpointRounding.AwayFromZero), 0, 21));
        Assessments.Add($"{patient},gad-7,{Day(day)},{timing},self,,{string.Join(',', gad)},,");
        var wsas = Items(5, Math.Clamp((int)Math.Round(total * 1.4, MidpointRounding.AwayFromZero) + Between(-2, 2), 0, 40), most: 8);
        Assessments.Add($"{patient},wsas,{Day(day)},{timing},self,,{string.Join(',', wsas)},,,,");
    }

    private void Phq9(string patient, DateOnly day, int total, string timing, bool missing)
    {
        // Item 9 is rarely above 0, and then low.
        var last = total >= 12 && Between(0, 7) == 0 ? Between(1, 2) : 0;
        var items = Items(8, Math.Min(24, total - last)).Select(item => item.ToString(CultureInfo.InvariantCulture)).Append(last.ToString(CultureInfo.InvariantCulture)).ToList();
        if (missing)
        {
            items[3] = "";
        }

        Assessments.Add($"{patient},phq-9,{Day(day)},{timing},self,,{string.Join(',', items)}");
    }

    /// <summary>Spreads a total over items.</summary>
    private int[] Items(int count, int total, int most = 3)
    {
        var items = new int[count];
        for (var left = total; left > 0;)
        {
            var at = Between(0, count - 1);
            if (items[at] < most)
            {
                items[at]++;
                left--;
            }
        }

        return items;
    }

    private void Infuse(string patient, DateOnly day, int weight, string kind) =>
        Infusions.Add(string.Create(CultureInfo.InvariantCulture, $"{patient},{Day(day)},ketamine,iv,{weight / 2m},{weight},40,{kind}"));

    /// <summary>Readings in the chair, from 10 minutes before to two hours after the start; dissociation falls from infusion to infusion.</summary>
    private void Watch(string patient, int infusion, bool hasPeak)
    {
        var systolic = Between(112, 132);
        var diastolic = Between(70, 82);
        (int Minute, int Rise, int CadssTotal)[] course = [(-10, 0, 0), (20, 12, 6), (40, hasPeak ? 62 : 20, 9), (60, 10, 3), (90, 3, 0), (120, 0, 0)];
        foreach (var (minute, rise, cadss) in course)
        {
            var above = rise == 0 ? Between(-2, 2) : rise + Between(-3, 3);
            Read("blood-pressure", string.Create(CultureInfo.InvariantCulture, $"{systolic + above}/{diastolic + (above / 2)}"));
            Read("heart-rate", (Between(64, 80) + (rise / 4)).ToString(CultureInfo.InvariantCulture));
            if (minute is -10 or 40 or 90)
            {
                Read("cadss-6", Math.Max(0, cadss - infusion + (cadss > 0 ? Between(0, 2) : 0)).ToString(CultureInfo.InvariantCulture));
            }

            void Read(string measure, string value) => Chair.Add(string.Create(CultureInfo.InvariantCulture, $"{patient},{infusion},{minute},{measure},{value}"));
        }

        Chair.Add(string.Create(CultureInfo.InvariantCulture, $"{patient},{infusion},120,observed-until,"));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    // SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and framework.
    private ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
        var z = _state;
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
