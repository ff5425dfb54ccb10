// Built by .ci/run in a folder of its own against the packed package, then trimmed and, with --full, compiled ahead of time.
using KetamineOutcomes.Instruments;

var score = Instruments.Phq9.Score([2, 2, 3, 1, 2, 1, 1, 0, 1]);

// 2 + 2 + 3 + 1 + 2 + 1 + 1 + 0 + 1 = 13; moderate is 10 to 14 (Kroenke 2001); item 9 is above its lowest answer.
var isRight = score.TryGetValue(out var total) && total == 13
    && score.Severity?.Band == "moderate"
    && score.Alerts.Any(alert => alert.Item == "item9" && alert.Status == AlertStatus.Raised);

// A missing answer: no number. Both calls must compile as C# 12, the default of net8.0, as well.
var missing = Instruments.Phq9.Score([2, null, 3, 1, 2, 1, 1, 0, 1]);
isRight = isRight && !missing.TryGetValue(out _) && missing.MissingItems.Count == 1;
var read = Instruments.All.Count(instrument => instrument.Items.Count > 0);

Console.WriteLine(score.Explain());
Console.WriteLine($"{read} instruments read");
return isRight && read > 0 ? 0 : 1;
