using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Sql;

/// <summary>Scales as SQL statements over a table of forms: a query with status, score, severity and number of usable answers.</summary>
/// <remarks>
/// The statement is one query without a semicolon, so that it can stand in a view or a common table expression. The words are those of the tables that the tool writes. Numbers
/// are whole until one rounding at the end. Times of day and durations are minutes, and an answer is a number: of a choice, the option's value.
/// </remarks>
public static class SqlExport
{
    /// <summary>Writes one scale: the keys, then <c>instrument, scale, status, score, severity, answered</c>, one row a form.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">One of its scales.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The query, or the coded reason why there is none.</returns>
    public static ExportResult WriteScale(Instrument instrument, Scale scale, SqlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(scale);
        options ??= new SqlOptions();
        return Guard($"{instrument.Id}/{scale.Id}", () => new SqlStatement(instrument, options).WriteScale(scale));
    }

    /// <summary>Writes all scales that SQL can say, one row a form: the keys, then <c>SCALE_status, SCALE, SCALE_severity, SCALE_answered</c> for each, then <c>alert_ID</c> for each alert.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The query, or the coded reason why there is none. A scale that SQL cannot say is left out; <see cref="WriteScale"/> says why.</returns>
    public static ExportResult WriteInstrument(Instrument instrument, SqlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        options ??= new SqlOptions();
        return Guard(instrument.Id, () => new SqlStatement(instrument, options).WriteInstrument());
    }

    internal static ExportResult Guard(string place, Func<string> write)
    {
        try
        {
            return ExportResult.Of(write());
        }
        catch (RuleNotWrittenException e)
        {
            return ExportResult.Refused(e.Code, e.Message, place);
        }
        catch (OverflowException)
        {
            return ExportResult.Refused(ExportCodes.NumberTooLarge, "A number on the way could be too large.", place);
        }
    }
}
