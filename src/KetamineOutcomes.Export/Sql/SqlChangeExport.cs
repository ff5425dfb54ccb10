using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Sql;

/// <summary>Percentage change, response and remission by patient and visit as SQL, under each baseline policy.</summary>
/// <remarks>
/// One row a key and day: the keys, <c>day, score, baseline, change, percentage_change</c>, then <c>response_ID</c> or <c>remission_ID</c> for each cited entry with
/// <c>met</c>, <c>not-met</c>, <c>not-applicable</c> or <c>indeterminate</c>. Everything is compared exactly; printed numbers are rounded, half away from zero. Two unlike scores of one day are a
/// conflict and give no answer; so does a baseline beside such a conflict.
/// </remarks>
public static class SqlChangeExport
{
    /// <summary>Writes the statement of one scale.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">A scale whose result is a number that says how a person is.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The query, or the coded reason why there is none.</returns>
    public static ExportResult Write(Instrument instrument, Scale scale, SqlChangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(scale);
        options ??= new SqlChangeOptions();
        return SqlExport.Guard($"{instrument.Id}/{scale.Id}", () => new Statement(scale, options).Write());
    }

    private sealed class Statement(Scale scale, SqlChangeOptions options)
    {
        private readonly SqlText _text = new(options.Dialect);
        private readonly Int128 _unit = ScaleProgram.Power(scale.Decimals);

        public string Write()
        {
            if (scale.Result != ResultKind.Number || scale.Measures == MeasureKind.Change)
            {
                throw new RuleNotWrittenException(ExportCodes.ScaleUnfit, "Only a number that says how a person is has a baseline and a change.");
            }

            if (options.Keys.IsEmpty || options.Keys.Any(key => key.StartsWith(SqlText.Own, StringComparison.OrdinalIgnoreCase))
                || options.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != options.Keys.Count)
            {
                throw new RuleNotWrittenException(ExportCodes.NameInvalid, $"The keys must be one or more columns, each named once, and none may begin with {SqlText.Own}.");
            }

            var keys = string.Join(", ", options.Keys.Select(_text.Name));
            var needsStart = options.Baseline is BaselinePolicy.LastBefore or BaselinePolicy.WorstBefore or BaselinePolicy.MeanBefore;
            var (candidate, pick, conflict) = Policy();
            var worst = scale.Direction == Direction.HigherIsBetter ? "MIN" : "MAX";
            var start = needsStart
                ? $"""
                  ko_start AS (
                    SELECT {keys}, MIN({_text.Name(options.TreatmentDayColumn)}) AS ko_start
                    FROM {_text.Table(options.TreatmentTable)}
                    GROUP BY {keys}
                  ),

                  """
                : "";
            var numerator = options.Baseline switch
            {
                // A sum of whole numbers is no whole number for every engine (PostgreSQL), and would divide as one that is not.
                BaselinePolicy.MeanBefore => SqlText.Big("SUM(CASE WHEN ko_c = 1 AND ko_kind = 1 THEN ko_v END)"),
                BaselinePolicy.WorstBefore => $"{worst}(CASE WHEN ko_c = 1 AND ko_kind = 1 THEN ko_v END)",
                _ => "MAX(CASE WHEN ko_day = ko_pick THEN ko_v END)",
            };
            var denominator = options.Baseline is BaselinePolicy.MeanBefore ? "COUNT(CASE WHEN ko_c = 1 AND ko_kind = 1 THEN 1 END)" : "1";
            return $"""
                WITH {start}ko_visits AS (
                  SELECT {keys}, ko_day, MIN(ko_v) AS ko_low, MAX(ko_v) AS ko_high
                  FROM (
                    SELECT {keys}, {_text.Name(options.DayColumn)} AS ko_day,
                      CASE WHEN {Usable()} THEN {SqlText.Big($"ROUND({_text.Name(options.ScoreColumn)} * {SqlText.Whole(_unit)})")} END AS ko_v
                    FROM {_text.Table(options.ScoreTable)}
                  ) ko_scores
                  GROUP BY {keys}, ko_day
                ),
                ko_read AS (
                  SELECT ko_visits.*,
                    CASE WHEN ko_low IS NULL THEN 0 WHEN ko_low = ko_high THEN 1 ELSE 2 END AS ko_kind,
                    CASE WHEN ko_low = ko_high THEN ko_low END AS ko_v,
                    CASE WHEN {candidate} THEN 1 ELSE 0 END AS ko_c
                  FROM ko_visits{(needsStart ? " LEFT JOIN ko_start ON " + Join("ko_visits", "ko_start") : "")}
                ),
                ko_picks AS (
                  SELECT {keys}, {pick}(CASE WHEN ko_c = 1 AND ko_kind = 1 THEN ko_day END) AS ko_pick
                  FROM ko_read
                  GROUP BY {keys}
                ),
                ko_bases AS (
                  SELECT {string.Join(", ", options.Keys.Select(key => $"ko_read.{_text.Name(key)}"))},
                    {numerator} AS ko_num,
                    {denominator} AS ko_den,
                    MAX(CASE WHEN {conflict} THEN 1 ELSE 0 END) AS ko_conflict
                  FROM ko_read INNER JOIN ko_picks ON {Join("ko_read", "ko_picks")}
                  GROUP BY {string.Join(", ", options.Keys.Select(key => $"ko_read.{_text.Name(key)}"))}
                ),
                ko_changes AS (
                  SELECT ko_read.*,
                    CASE WHEN ko_conflict = 0 THEN ko_num END AS ko_b,
                    ko_den,
                    CASE WHEN ko_conflict = 0 AND ko_kind = 1 THEN {Gain()} END AS ko_gain
                  FROM ko_read INNER JOIN ko_bases ON {Join("ko_read", "ko_bases")}
                )
                SELECT
                  {string.Join(",\n  ", Columns())}
                FROM ko_changes

                """.ReplaceLineEndings("\n");
        }

        private string Join(string left, string right) => string.Join(" AND ", options.Keys.Select(key => $"{left}.{_text.Name(key)} = {right}.{_text.Name(key)}"));

        private string Usable()
        {
            var score = _text.Name(options.ScoreColumn);
            var top = scale.Range.High is { } high ? $" AND {score} * {SqlText.Whole(high.Denominator)} <= {SqlText.Whole(high.Numerator)}" : "";
            return $"{score} * {SqlText.Whole(scale.Range.Low.Denominator)} >= {SqlText.Whole(scale.Range.Low.Numerator)}{top}";
        }

        private (string Candidate, string Pick, string Conflict) Policy()
        {
            static string Within(int days) => $"ko_day <= ko_start AND ko_start - ko_day <= {days.ToString(CultureInfo.InvariantCulture)}";
            const string AnyConflict = "ko_c = 1 AND ko_kind = 2";
            return options.Baseline switch
            {
                BaselinePolicy.LastBefore last => (Within(last.Days), "MAX", $"{AnyConflict} AND ko_day > ko_pick"),
                BaselinePolicy.WorstBefore worst => (Within(worst.Days), "MAX", AnyConflict),
                BaselinePolicy.MeanBefore mean => (Within(mean.Days), "MAX", AnyConflict),
                BaselinePolicy.First => ("1 = 1", "MIN", $"{AnyConflict} AND ko_day < ko_pick"),
                BaselinePolicy.Explicit { At: { IsRelative: true, HasTimeOfDay: false } at } => ($"ko_day = {SqlText.Whole(at.DayNumber)}", "MAX", AnyConflict),
                _ => throw new RuleNotWrittenException(ExportCodes.ScaleUnfit, "An explicit baseline must be a relative day: the table counts in days."),
            };
        }

        /// <summary>Units by which the score is better than the baseline, times the baseline's denominator.</summary>
        private string Gain() => scale.Direction == Direction.HigherIsBetter ? "(ko_v * ko_den - ko_num)" : "(ko_num - ko_v * ko_den)";

        private IEnumerable<string> Columns()
        {
            foreach (var key in options.Keys)
            {
                yield return _text.Name(key);
            }

            var decimals = scale.Decimals + (options.Baseline is BaselinePolicy.MeanBefore ? 2 : 0);
            var more = ScaleProgram.Power(decimals) / _unit;
            yield return "ko_day AS day";
            yield return $"{SqlText.Scaled("ko_v", scale.Decimals)} AS score";
            yield return $"{SqlText.Scaled(Rounded("ko_b", "ko_den", more), decimals)} AS baseline";
            yield return $"{SqlText.Scaled(Rounded("ko_gain", "ko_den", more), decimals)} AS change";
            if (scale.Endpoints.FirstOrDefault(entry => entry is { Kind: EndpointKind.Response, IsDefault: true }) is { } response)
            {
                var from = From(response);
                yield return $"CASE WHEN {from} <> 0 THEN {SqlText.Scaled(Rounded("ko_gain", $"NULLIF({from}, 0)", 1000), 1)} END AS percentage_change";
            }

            foreach (var entry in scale.Endpoints)
            {
                yield return $"{Judge(entry)} AS {_text.Name($"{(entry.Kind == EndpointKind.Response ? "response" : "remission")}_{entry.Id}")}";
            }
        }

        /// <summary>A fraction times a factor, rounded half away from zero.</summary>
        private string Rounded(string numerator, string denominator, Int128 factor)
        {
            var doubled = SqlText.Whole(2 * factor);
            string Half(string size) => _text.Divide($"({SqlText.Big(size)} * {doubled} + {denominator})", $"({denominator} * 2)");
            return $"CASE WHEN {numerator} < 0 THEN -{Half($"-{numerator}")} ELSE {Half(numerator)} END";
        }

        /// <summary>What a percentage is a part of, in units times the baseline's denominator.</summary>
        private string From(EndpointEntry entry)
        {
            if (entry.PercentageRule == PercentageRule.Raw)
            {
                return "ABS(ko_b)";
            }

            var best = scale.BestPossible ?? throw new RuleNotWrittenException(ExportCodes.ScaleUnfit, "The scale has no best score to subtract.");
            return best.IsInteger
                ? $"ABS(ko_b - {SqlText.Whole(best.Numerator * _unit)} * ko_den)"
                : throw new RuleNotWrittenException(ExportCodes.RuleNotSupported, "A best score that is no whole number is not written.");
        }

        /// <summary>Value (in units, over a denominator) held against a number.</summary>
        private string Holds(string value, string denominator, Comparator comparator, Fraction threshold) =>
            $"{value} * {SqlText.Whole(threshold.Denominator)} {comparator.ToSign()} {SqlText.Whole(threshold.Numerator * _unit)} * {denominator}";

        private string Judge(EndpointEntry entry)
        {
            var remission = scale.Endpoints.FirstOrDefault(e => e.Kind == EndpointKind.Remission && (entry.Kind == EndpointKind.Remission ? e == entry : e.IsDefault));
            var well = remission is null ? "" : $" WHEN {Holds("ko_b", "ko_den", remission.Comparator, remission.Value)} THEN 'not-applicable'";
            var enough = Holds("ko_b", "ko_den", scale.Direction == Direction.HigherIsBetter ? Comparator.AtMost : Comparator.AtLeast, entry.MinimumBaseline);
            string met;
            var noBase = "";
            if (entry.Kind == EndpointKind.Remission)
            {
                met = Holds("ko_v", "1", entry.Comparator, entry.Value);
            }
            else
            {
                var from = From(entry);
                noBase = $" WHEN {from} = 0 THEN 'not-applicable'";
                met = $"ko_gain * {SqlText.Whole(100 * (Int128)entry.Value.Denominator)} {entry.Comparator.ToSign()} {SqlText.Whole(entry.Value.Numerator)} * {from}";
            }

            return $"CASE WHEN ko_kind <> 1 OR ko_b IS NULL THEN 'indeterminate'{well} WHEN NOT ({enough}) THEN 'not-applicable'{noBase} WHEN {met} THEN 'met' ELSE 'not-met' END";
        }
    }
}
