using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>Reliable change from baseline at each point: Jacobson-Truax, Edwards-Nunnally, published numbers of points, and the MCID beside them.</summary>
internal sealed class ReliableChangeIndicator : IScaleIndicator
{
    private const string OwnRule = "KetamineOutcomes, project policy: which figures are taken (docs/reliable-change.md).";
    private const string JacobsonTruax = "Jacobson NS, Truax P. Clinical significance: a statistical approach to defining meaningful change in psychotherapy research. J Consult Clin Psychol 1991;59:12-19; formulas as coded in pedscience/clinicalsignificance 863dc77.";
    private const string EdwardsNunnally = "Edwards-Nunnally as reformulated by Speer DC. J Consult Clin Psychol 1992;60:402-408 (abstract read); formula as coded in pedscience/clinicalsignificance 863dc77.";

    public string Id => "reliable-change";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        if (trajectory.Scale.Direction == Direction.None)
        {
            yield break;
        }

        var profile = FigureChoices.For(trajectory, context.Options);
        foreach (var point in trajectory.Points)
        {
            foreach (var finding in At(trajectory, point, profile))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<IndicatorFinding> At(ScaleTrajectory trajectory, TrajectoryPoint point, ReliabilityProfile profile)
    {
        var row = new Row(trajectory, point, profile);
        yield return row.JacobsonTruaxRow();
        if (profile is { Sem: not null, Reliability: not null, ClinicalMean: not null } || row.IsMissing)
        {
            yield return row.EdwardsNunnallyRow();
        }

        foreach (var published in PublishedChange.All.Where(rule => rule.Instrument == trajectory.Instrument.Id && rule.Scale == trajectory.Scale.Id))
        {
            if (published.Find(trajectory.Scale) is var (figure, evidence))
            {
                yield return row.PublishedRow(published, figure, evidence);
            }
        }

        yield return row.McidRow();
    }

    private sealed class Row
    {
        private readonly ScaleTrajectory _trajectory;
        private readonly TrajectoryPoint _point;
        private readonly ReliabilityProfile _profile;
        private readonly TrajectoryVisit? _visit;
        private readonly IndicatorOutcome _missing;

        public Row(ScaleTrajectory trajectory, TrajectoryPoint point, ReliabilityProfile profile)
        {
            _trajectory = trajectory;
            _point = point;
            _profile = profile;
            _visit = PointReading.TryFind(trajectory, point, out var visit, out _missing) ? visit : null;
        }

        public bool IsMissing => _visit is null && _profile is { Reliability: not null, ClinicalMean: not null };

        private double Baseline => _trajectory.Baseline!.Value.ToDouble();

        private double Score => _visit!.Value.ToDouble();

        private Direction Direction => _trajectory.Scale.Direction;

        public IndicatorFinding JacobsonTruaxRow()
        {
            if (_visit is null || _profile.Sem is not { } sem)
            {
                return Missing("jacobson-truax", [JacobsonTruax], Reasons.ReliabilityUnknown);
            }

            var points = ReliableChangeRule.JacobsonTruaxPoints(sem);
            var index = ReliableChangeRule.JacobsonTruaxIndex(Baseline, Score, sem, Direction);
            var (cutOff, name) = CutOff();
            var category = ReliableChangeRule.Categorise(index, ReliableChangeRule.Critical, Baseline, Score, cutOff, Direction);
            var sentence = $"{FromTo()}, {Against(index, $"the {Print(points)} points beyond which a change is reliable (Jacobson-Truax)")}{Crossing(category, cutOff, name)}: {Word(category)}.";
            return Finding(
                "jacobson-truax",
                new IndicatorOutcome.Classified(Word(category)),
                [JacobsonTruax, OwnRule, .. Cite([_profile.StandardError ?? _profile.ClinicalSd, _profile.StandardError is null ? _profile.Reliability : null, .. CutOffFigures(name)])],
                [new("index", Print(index)), new("critical", "> 1.96"), new("reliable-change-points", Print(points)), .. ErrorParameters(sem), .. CutOffParameters(name), .. McidParameters()],
                FigureFlags(cutOff is null ? "no-cut-off" : null, [_profile.StandardError, _profile.ClinicalSd, _profile.Reliability, .. CutOffFigures(cutOff is not null)]),
                sentence);
        }

        public IndicatorFinding EdwardsNunnallyRow()
        {
            if (_visit is null || _profile is not { Sem: { } sem, Reliability: { } reliability, ClinicalMean: { } mean })
            {
                return Missing("edwards-nunnally", [EdwardsNunnally], _profile.Sem is null || _profile.Reliability is null ? Reasons.ReliabilityUnknown : Reasons.ClinicalMeanUnknown);
            }

            var regressed = ReliableChangeRule.Regressed(Baseline, reliability.Number, mean.Number);
            var index = ReliableChangeRule.EdwardsNunnallyIndex(Baseline, Score, reliability.Number, mean.Number, sem, Direction);
            var (cutOff, name) = CutOff();
            var category = ReliableChangeRule.Categorise(index, ReliableChangeRule.Critical, Baseline, Score, cutOff, Direction);
            var sentence = $"{FromTo()}; after regression to the mean {Print(regressed)} was to be expected, give or take {Print(ReliableChangeRule.Critical * sem)} (Edwards-Nunnally){Crossing(category, cutOff, name)}: {Word(category)}.";
            return Finding(
                "edwards-nunnally",
                new IndicatorOutcome.Classified(Word(category)),
                [EdwardsNunnally, OwnRule, .. Cite([_profile.StandardError ?? _profile.ClinicalSd, reliability, mean, .. CutOffFigures(name)])],
                [new("index", Print(index)), new("critical", "> 1.96"), new("regressed-baseline", Print(regressed)), .. Figure("clinical-mean", mean), .. ErrorParameters(sem), .. CutOffParameters(name), .. McidParameters()],
                FigureFlags(cutOff is null ? "no-cut-off" : null, [_profile.StandardError, _profile.ClinicalSd, reliability, mean, .. CutOffFigures(cutOff is not null)]),
                sentence);
        }

        public IndicatorFinding PublishedRow(PublishedChange rule, Psychometric figure, Evidence evidence)
        {
            var sign = rule.IsStrict ? ">" : ">=";
            if (_visit is null)
            {
                return Missing(rule.Id, [evidence.Source.Citation], "");
            }

            var category = ReliableChangeRule.Categorise(Gain, figure.Value, rule.IsStrict);
            return Finding(
                rule.Id,
                new IndicatorOutcome.Classified(Word(category)),
                [evidence.Source.Citation],
                [new("reliable-change-points", $"{sign} {figure.Value}"), new("population", figure.Population), .. McidParameters()],
                evidence.Status is EvidenceStatus.Verified or EvidenceStatus.Recomputed ? ["no-cut-off"] : ["no-cut-off", "secondary-source"],
                $"{FromTo()}; the published reliable change is {sign} {figure.Value} points ({rule.Id}): {Word(category)}.");
        }

        public IndicatorFinding McidRow()
        {
            if (_visit is null || _profile.Mcid is not { } mcid)
            {
                return Missing("mcid", [OwnRule], Reasons.McidUnknown);
            }

            var category = ReliableChangeRule.Categorise(Gain, mcid.Value, isStrict: false);
            return Finding(
                "mcid",
                new IndicatorOutcome.Classified(Word(category)),
                [OwnRule, mcid.Source],
                [.. Figure("mcid", mcid)],
                FigureFlags(null, [mcid]),
                $"{FromTo()}; the minimal clinically important difference is {mcid.Value} points: {Word(category)}. Whether a change is important says nothing of whether it is reliable.");
        }

        private Fraction Gain => -_trajectory.Worsening(_trajectory.Baseline!.Value, _visit!.Value);

        /// <summary>The cut-off that tells the populations apart: c where both are known, else b, else a.</summary>
        private (double? CutOff, string Name) CutOff() => _profile switch
        {
            { ClinicalMean: { } mean, ClinicalSd: { } sd, FunctionalMean: { } normal, FunctionalSd: { } normalSd } =>
                (ReliableChangeRule.CutOffC(mean.Number, sd.Number, normal.Number, normalSd.Number), "c"),
            { FunctionalMean: { } normal, FunctionalSd: { } normalSd } => (ReliableChangeRule.CutOffB(normal.Number, normalSd.Number, Direction), "b"),
            { ClinicalMean: { } mean, ClinicalSd: { } sd } => (ReliableChangeRule.CutOffA(mean.Number, sd.Number, Direction), "a"),
            _ => (null, ""),
        };

        private List<Parameter> CutOffParameters(string used)
        {
            var parameters = new List<Parameter>();
            if (_profile is { ClinicalMean: { } mean, ClinicalSd: { } sd })
            {
                parameters.Add(new Parameter("cut-off-a", Print(ReliableChangeRule.CutOffA(mean.Number, sd.Number, Direction))));
            }

            if (_profile is { FunctionalMean: { } normal, FunctionalSd: { } normalSd })
            {
                parameters.Add(new Parameter("cut-off-b", Print(ReliableChangeRule.CutOffB(normal.Number, normalSd.Number, Direction))));
                parameters.Add(new Parameter("functional-mean", normal.Value.ToString()));
                parameters.Add(new Parameter("functional-sd", normalSd.Value.ToString()));
                parameters.Add(new Parameter("functional-population", normal.Population));
            }

            if (used == "c")
            {
                parameters.Add(new Parameter("cut-off-c", Print(CutOff().CutOff!.Value)));
            }

            if (used.Length > 0)
            {
                parameters.Add(new Parameter("cut-off", used));
            }

            return parameters;
        }

        private ChangeFigure?[] CutOffFigures(string used) => used switch
        {
            "c" => [_profile.ClinicalMean, _profile.FunctionalMean],
            "b" => [_profile.FunctionalMean],
            "a" => [_profile.ClinicalMean],
            _ => [],
        };

        private List<Parameter> ErrorParameters(double sem)
        {
            var parameters = new List<Parameter> { new("standard-error", Print(sem)) };
            if (_profile.StandardError is { } given)
            {
                parameters.Add(new Parameter("standard-error-population", given.Population));
                return parameters;
            }

            parameters.AddRange(Figure("sd", _profile.ClinicalSd!));
            parameters.AddRange(Figure("reliability", _profile.Reliability!));
            parameters.Add(new Parameter("reliability-kind", _profile.ReliabilityKind == PsychometricKind.Alpha ? "alpha" : "test-retest"));
            return parameters;
        }

        private List<Parameter> McidParameters() => _profile.Mcid is { } mcid
            ? [new Parameter("mcid", mcid.Value.ToString()), new Parameter("mcid-reached", Fraction.Abs(Gain) >= mcid.Value ? "yes" : "no")]
            : [];

        private static Parameter[] Figure(string name, ChangeFigure figure) => [new(name, figure.Value.ToString()), new(name + "-population", figure.Population)];

        private static IEnumerable<string> Cite(ChangeFigure?[] figures) => figures.OfType<ChangeFigure>().Select(figure => figure.Source);

        /// <summary>The figures of which a cut-off between populations was made, where one was used.</summary>
        private ChangeFigure?[] CutOffFigures(bool isUsed) => isUsed ? [_profile.ClinicalMean, _profile.ClinicalSd, _profile.FunctionalMean, _profile.FunctionalSd] : [];

        private static List<string> FigureFlags(string? flag, ChangeFigure?[] figures)
        {
            List<string> flags = ["project-policy"];
            if (flag is not null)
            {
                flags.Add(flag);
            }

            if (Array.Exists(figures, figure => figure?.Status == EvidenceStatus.Derived))
            {
                flags.Add("derived-figure");
            }

            if (Array.Exists(figures, figure => figure is { Status: null }))
            {
                flags.Add("caller-figure");
            }

            return flags;
        }

        private string FromTo()
        {
            var decimals = Math.Max(_trajectory.Scale.Decimals, _trajectory.Baseline!.Value.IsInteger ? 0 : 2);
            var size = Fraction.Abs(Gain);
            var how = Gain == 0 ? "unchanged" : $"{(Gain > 0 ? "better" : "worse")} by {Number(size, decimals)}";
            return $"{_trajectory.Scale.Name} went from {Number(_trajectory.Baseline.Value, decimals)} at baseline to {Number(_visit!.Value, decimals)} on {PointReading.Where(_visit.At)}, {how}";
        }

        private static string Against(double index, string limit) => Math.Abs(index) > ReliableChangeRule.Critical ? "more than " + limit : "within " + limit;

        private static string Crossing(ChangeCategory category, double? cutOff, string name) => (category, cutOff) switch
        {
            (ChangeCategory.Recovered or ChangeCategory.Harmed, { } limit) => $", across cut-off {name} at {Print(limit)}",
            (ChangeCategory.Improved or ChangeCategory.Deteriorated, { } limit) => $", not across cut-off {name} at {Print(limit)}",
            _ => "",
        };

        private IndicatorFinding Missing(string rule, string[] sources, string reason)
        {
            var outcome = _visit is null ? _missing : new IndicatorOutcome.Indeterminate(reason);
            return Finding(rule, outcome, sources, [], [], PointReading.Because($"The reliable change of {_trajectory.Scale.Name} ({rule}) at {_point.Name}", outcome));
        }

        private IndicatorFinding Finding(string rule, IndicatorOutcome outcome, IEnumerable<string> sources, IEnumerable<Parameter> parameters, IEnumerable<string> flags, string sentence) =>
            new(_trajectory, rule, _point.Name, outcome, sentence)
            {
                At = _point.Visit?.At,
                KnownAt = _point.Visit is { } visit ? _trajectory.KnownAt([visit]) : null,
                Sources = sources.ToEquatableArray(),
                Parameters = [new("baseline-policy", _trajectory.BaselinePolicy), .. parameters, .. _point.Parameters],
                Observations = _point.Visit is { } seen ? [.. _trajectory.BaselineObservations, seen.ToObservation("score")] : _trajectory.BaselineObservations,
                Flags = flags.Concat(_point.Flags).Distinct(StringComparer.Ordinal).ToEquatableArray(),
            };

        private static string Number(Fraction value, int decimals) => value.Round(decimals).ToString(CultureInfo.InvariantCulture);

        private static string Word(ChangeCategory category) => category switch
        {
            ChangeCategory.Recovered => "recovered",
            ChangeCategory.Improved => "improved",
            ChangeCategory.Unchanged => "unchanged",
            ChangeCategory.Deteriorated => "deteriorated",
            _ => "harmed",
        };

        private static string Print(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture);
    }
}
