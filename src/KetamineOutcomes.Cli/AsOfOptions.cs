using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>The two options that say as of when answers hold.</summary>
internal sealed class AsOfOptions
{
    private readonly Option<string?> _date = new("--as-of")
    {
        Description = "Answer as of this date; later records are not looked at. By default as of each patient's last record.",
        HelpName = "date",
    };

    private readonly Option<string?> _day = new("--as-of-day")
    {
        Description = "The same for data with relative days.",
        HelpName = "day",
    };

    public Option[] All => [_date, _day];

    public ClinicalTime? Read(ParseResult call)
    {
        var date = call.GetValue(_date);
        var day = call.GetValue(_day);
        if (date is not null && day is not null)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Give --as-of or --as-of-day, not both.", field: "--as-of");
        }

        if (date is not null)
        {
            return ClinicalTime.TryParse(date, out var time)
                ? time
                : throw new ToolException(IssueCodes.OptionInvalid, "Expected a date such as 2026-06-30.", field: "--as-of");
        }

        if (day is null)
        {
            return null;
        }

        return int.TryParse(day, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= ClinicalTime.MaxRelativeDay
            ? ClinicalTime.OnDay(number)
            : throw new ToolException(IssueCodes.OptionInvalid, "Expected a whole number of days.", field: "--as-of-day");
    }

    public static void RequireSameTimeScale(CourseTablesResult tables, ClinicalTime? time)
    {
        if (time is not { } asOf)
        {
            return;
        }

        foreach (var course in tables.Courses)
        {
            if (course.LastRecord is { } last && !last.SharesScaleWith(asOf))
            {
                throw new ToolException(
                    IssueCodes.OptionInvalid,
                    asOf.IsRelative ? "The tables have dates: use --as-of." : "The tables have relative days: use --as-of-day.",
                    field: asOf.IsRelative ? "--as-of-day" : "--as-of");
            }
        }
    }
}
