using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

public static partial class CourseTables
{
    private static readonly LongColumns GoalColumns = new(
        ["patient_id", "goal", "rating"],
        ["course_id", "weight", "importance", "difficulty", "timing", "rater"],
        [("rated_at", "rated_day"), ("set_at", "set_day"), ("recorded_at", "recorded_day")],
        HasItems: false);

    /// <summary>What the rows have said of one goal so far: each may repeat it or leave it out.</summary>
    private sealed class GoalFacts
    {
        public Fraction? Weight { get; set; }

        public Fraction? Importance { get; set; }

        public Fraction? Difficulty { get; set; }

        public ClinicalTime? SetAt { get; set; }
    }

    private sealed partial class Reading
    {
        public void ReadGoal(LongRow row)
        {
            var patient = row.Required("patient_id");
            var goal = row.Required("goal");
            var set = row.Time("set_at", "set_day", required: false);
            var rating = ReadLevel(row);
            var rated = row.Time("rated_at", "rated_day", required: rating is not null);
            var recorded = row.Time("recorded_at", "recorded_day", required: false);
            var timing = row.Word("timing", CourseWords.Timings, Timing.Unspecified);
            var rater = row.Word("rater", CourseWords.Raters, null);
            var weight = ReadWeight(row, "weight");
            var importance = ReadWeight(row, "importance");
            var difficulty = ReadWeight(row, "difficulty");
            if (recorded is { } r && rated is { } a && !r.SharesScaleWith(a))
            {
                row.Fail(TableCodes.ValueContradiction, "recorded_at", "One of the two times is a date and the other a relative day.");
            }

            if (weight is not null && (importance ?? difficulty) is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "weight", WeighedTwice);
            }

            if (patient is null || goal is null || row.HasFailed)
            {
                return;
            }

            var course = Find(patient, row);
            if (!course.Goals.TryGetValue(goal, out var facts))
            {
                facts = new GoalFacts();
            }

            var merged = new GoalFacts
            {
                Weight = Merge(row, "weight", facts.Weight, weight),
                Importance = Merge(row, "importance", facts.Importance, importance),
                Difficulty = Merge(row, "difficulty", facts.Difficulty, difficulty),
                SetAt = Merge(row, "set_at", facts.SetAt, set),
            };
            if (merged.Weight is not null && (merged.Importance ?? merged.Difficulty) is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "weight", WeighedTwice);
            }

            if (row.HasFailed)
            {
                return;
            }

            course.Goals[goal] = merged;
            if (rated is { } at)
            {
                course.GoalRatings.Add((new GoalRating(goal, at, rating, timing, rater, recorded), row.FileName, row.Line));
            }
        }

        private const string WeighedTwice = "Give a goal's weight, or its importance and difficulty; not both.";

        private static int? ReadLevel(LongRow row)
        {
            if (row.Number("rating") is not { } level)
            {
                return null;
            }

            if (level.IsInteger && level >= GoalRating.Lowest && level <= GoalRating.Highest)
            {
                return (int)level.Numerator;
            }

            row.Fail(TableCodes.ValueUnreadable, "rating", "Expected a level of attainment: -2, -1, 0, 1 or 2.");
            return null;
        }

        private static Fraction? ReadWeight(LongRow row, string column)
        {
            var weight = row.Number(column);
            if (weight is { } given && !Goal.IsWeight(given))
            {
                row.Fail(TableCodes.ValueUnreadable, column, "Expected a number from 0 to 1000 with at most three decimals.");
            }

            return weight;
        }

        private static T? Merge<T>(LongRow row, string column, T? known, T? given)
            where T : struct, IEquatable<T>
        {
            if (known is { } before && given is { } now && !before.Equals(now))
            {
                row.Fail(TableCodes.ValueContradiction, column, "An earlier row says otherwise of this goal.");
            }

            return known ?? given;
        }

        /// <summary>The ratings of a course, without those from before their goal was set, which are listed.</summary>
        private List<GoalRating> CheckRatings(Collected collected)
        {
            var ratings = new List<GoalRating>();
            foreach (var (rating, file, line) in collected.GoalRatings)
            {
                if (collected.Goals[rating.Goal].SetAt is { } set && set.SharesScaleWith(rating.At) && rating.At.CompareKnown(set) < 0)
                {
                    _errors.Add(new TableError(TableCodes.ValueContradiction, IssueSeverity.Error, "The goal is rated before it was set.", file, line, rating.At.IsRelative ? "rated_day" : "rated_at"));
                }
                else
                {
                    ratings.Add(rating);
                }
            }

            return ratings;
        }
    }
}
