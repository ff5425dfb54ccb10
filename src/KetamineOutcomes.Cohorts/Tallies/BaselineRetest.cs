using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>The score at baseline and the one before it, where nothing was given between them: what a test and its repetition say of each other.</summary>
internal static class BaselineRetest
{
    /// <summary>By how many days a form may lie before the baseline (project policy; the baseline itself may lie as many before the first infusion).</summary>
    public const int MaxDaysApart = 30;

    public static CohortCell.Pairs? Of(CohortMember member, string instrumentId, string scaleId, List<IndicatorResult> answers, InstrumentCatalogue catalogue)
    {
        if (catalogue.Find(instrumentId) is not { } instrument
            || instrument.FindScale(scaleId) is not { Result: ResultKind.Number } scale
            || answers.Find(answer => answer is { Indicator: "baseline", Outcome: IndicatorOutcome.Measured, At: not null }) is not { At: { } at, Outcome: IndicatorOutcome.Measured { Value: var second } })
        {
            return null;
        }

        var forms = member.Course.Administrations.Where(form => form.Instrument == instrumentId && Concerns(instrument, scale, form)).ToList();
        if (forms.FindAll(form => form.At == at) is not [var baseline] || ScoreOf(instrument, scale, baseline) != second)
        {
            // Two forms of that time, or a baseline that is a mean: then there is no one form to set the other beside.
            return null;
        }

        var earlier = forms.FindAll(form => form.At.DayNumber < at.DayNumber && at.DaysSince(form.At) <= MaxDaysApart && RaterOf(instrument, form) == RaterOf(instrument, baseline));
        var last = earlier.FindAll(form => form.At.DayNumber == earlier.Max(other => other.At.DayNumber));
        return last is [var only] && ScoreOf(instrument, scale, only) is { } first ? new CohortCell.Pairs(PairCounts.Of([new ScorePair(first, second)])) : null;
    }

    private static RaterKind RaterOf(Instrument instrument, Administration form) => form.Rater ?? instrument.Raters[0];

    private static bool Concerns(Instrument instrument, Scale scale, Administration form) => form.Content switch
    {
        AdministrationContent.Answered => true,
        AdministrationContent.TotalOnly total => (total.Scale ?? instrument.TotalScale?.Id) == scale.Id,
        _ => false,
    };

    /// <summary>Of a form that was filled in whole, or of a total.</summary>
    private static Fraction? ScoreOf(Instrument instrument, Scale scale, Administration form)
    {
        var score = form.Content switch
        {
            AdministrationContent.Answered answered => instrument.Score(scale.Id, answered.Answers),
            AdministrationContent.TotalOnly total => instrument.ScoreTotal(total.Total, scale.Id),
            _ => null,
        };
        return score is Score.Scored && score.TryGetExact(out var value) ? value : null;
    }
}
