using System.Globalization;
using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>Writes what the FHIR reader finds as the wire's table of scores, and counts it.</summary>
internal sealed class FhirScoreTable : IDisposable
{
    private const int MaxListed = 20;
    private readonly TableWriter _writer;
    private readonly EquatableArray<string> _keep;
    private readonly string _file;
    private readonly ScoringOptions _scoring;
    private readonly List<TableError> _errors = [];
    private readonly List<TableError> _warnings = [];
    private long _errorCount;
    private long _warningCount;
    private long _forms;
    private long _totals;
    private long _incomplete;
    private long _invalid;
    private long _items;
    private long _skipped;
    private long _refused;
    private TableError? _unusable;

    public FhirScoreTable(Stream output, TableFormat format, EquatableArray<string> keep, string file, string? missingPolicy)
    {
        _keep = keep;
        _file = file;
        _scoring = new ScoringOptions { MissingPolicy = missingPolicy };
        string[] columns = ["row", .. keep, "instrument", "scale", "status", "score", "severity", "answered", "issues"];
        _writer = TableWriter.Create(output, format, columns.ToEquatableArray());
    }

    /// <summary>What of a resource can be repeated in the output.</summary>
    public static IReadOnlyList<string> Kept { get; } = ["id", "subject", "encounter", "at", "resource_status", "questionnaire"];

    /// <summary>The same as a batch keeps it.</summary>
    public static IReadOnlyList<KeptField> FieldsOf(EquatableArray<string> keep) => [.. keep.Select(name => name switch
    {
        "id" => KeptField.Id,
        "subject" => KeptField.Subject,
        "encounter" => KeptField.Encounter,
        "at" => KeptField.At,
        "resource_status" => KeptField.Status,
        _ => KeptField.Questionnaire,
    })];

    /// <summary>Writes a record.</summary>
    /// <returns>Whether to go on; not where the input as a whole cannot be used.</returns>
    public bool Write(FhirRecord record)
    {
        if (record is FhirRecord.Refused { ResourceType: null, Place: { Line: null, Path.Length: 0 } })
        {
            _unusable = ErrorOf(record.Place, record.Issues[0]);
            return false;
        }

        foreach (var issue in record is FhirRecord.Form ? [] : record.Issues)
        {
            List(record.Place, issue);
        }

        switch (record)
        {
            case FhirRecord.Form form:
                WriteForm(form);
                break;
            case FhirRecord.Total total:
                WriteTotal(total);
                break;
            case FhirRecord.Refused:
                _refused++;
                WriteRow(record.Place, source: null, instrument: null, scale: null, "invalid", score: null, Join(record.Issues));
                break;
            case FhirRecord.ItemAnswer:
                _items++;
                break;
            default:
                _skipped++;
                break;
        }

        return true;
    }

    /// <summary>How forms of an instrument are scored many at a time; <see langword="null"/> where they are scored one by one.</summary>
    public FormCells? FindScores(Instrument instrument) => FormScores.Create(instrument, _scoring);

    /// <summary>Writes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="interrupt">Ends the run.</param>
    /// <returns>Whether to go on; not where the input as a whole cannot be used.</returns>
    public bool Write(FormBatch batch, CancellationToken interrupt)
    {
        foreach (var block in batch.Blocks)
        {
            ((FormScores)block.Cells).Score(block);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            interrupt.ThrowIfCancellationRequested();
            ref readonly var entry = ref batch[i];
            if (entry.Record is null)
            {
                WriteForm(batch, i);
            }
            else if (!Write(entry.Record))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the run has to say.</summary>
    public FormReport Summarise()
    {
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{_forms} forms and {_totals} totals: {_incomplete} incomplete, {_invalid} invalid. {_refused} resources refused, {_skipped} of other kinds skipped.");
        if (_items > 0)
        {
            summary += string.Create(CultureInfo.InvariantCulture, $" {_items} observations of single items were not scored.");
        }

        return new FormReport(
            _unusable is not null ? 2 : _errorCount > 0 ? 1 : 0, _unusable, [], _errors.ToEquatableArray(), _errorCount, _warnings.ToEquatableArray(), _warningCount, summary);
    }

    public void Dispose() => _writer.Dispose();

    private void WriteForm(FhirRecord.Form record)
    {
        _forms++;
        var form = record.Value;
        var scores = form.Score(_scoring);
        foreach (var issue in scores.Issues)
        {
            List(record.Place, issue);
        }

        Count(scores.Sheet.Scores.IsEmpty ? null : scores.Sheet.Scores[0]);
        var reading = form.Issues.Where(issue => issue.Severity != IssueSeverity.Notice).ToEquatableArray();
        foreach (var score in scores.Sheet.Scores)
        {
            var totals = scores.TotalIssues.Where(issue => issue.Place == score.Rule.Scale);
            WriteRow(record.Place, form.Source, form.Instrument.Id, score.Rule.Scale, score.Kind, score, Join(score.Issues.Concat(totals).Concat(reading)));
        }

        WriteAlerts(record.Place, form.Source, form.Instrument.Id, scores.Sheet.Alerts);
    }

    private void WriteForm(FormBatch batch, int index)
    {
        ref readonly var entry = ref batch[index];
        var scores = (FormScores)entry.Block!.Cells;
        if (entry.Total is { } total && !scores.IsTotal(entry.Row, total))
        {
            WriteForm(RecordOf(batch, index));
            return;
        }

        _forms++;
        var main = scores.Main(entry.Row);
        _incomplete += main == ColumnStatus.Incomplete ? 1 : 0;
        _invalid += main == ColumnStatus.Invalid ? 1 : 0;
        foreach (var issue in scores.Write(entry.Block, entry.Row, _writer.Csv, batch, index, _keep.Count))
        {
            List(new FhirPlace(entry.Resource, entry.Line, ""), issue);
        }
    }

    // What there is to say of a total that is not the recomputed one, the scalar scorer says.
    private FhirRecord.Form RecordOf(FormBatch batch, int index)
    {
        ref readonly var entry = ref batch[index];
        var scores = (FormScores)entry.Block!.Cells;
        string? Kept(string name) =>
            _keep.AsSpan().IndexOf(name) is >= 0 and var field ? Encoding.UTF8.GetString(batch.Kept(index, field)) : null;
        var source = new FhirSource
        {
            ResourceType = "QuestionnaireResponse",
            Id = Kept("id"),
            Subject = Kept("subject"),
            Encounter = Kept("encounter"),
            AtText = Kept("at"),
            Status = Kept("resource_status"),
            Questionnaire = Kept("questionnaire"),
        };
        return new FhirRecord.Form(new FhirPlace(entry.Resource, entry.Line, ""), new FhirForm(scores.Instrument, scores.AnswersOf(entry.Block, entry.Row), source)
        {
            StatedTotals = [new FhirStatedTotal(entry.Total!.Scale, entry.Total.Value, entry.Outline!.TotalPath!)],
        });
    }

    private void WriteTotal(FhirRecord.Total record)
    {
        _totals++;
        var total = record.Value;
        var score = total.Score(_scoring);
        foreach (var issue in score.Issues)
        {
            List(record.Place, issue);
        }

        Count(score);
        WriteRow(record.Place, total.Source, total.Instrument.Id, total.Scale.Id, score.Kind, score, Join(score.Issues.Concat(total.Issues.Where(issue => issue.Severity != IssueSeverity.Notice))));
        if (ReferenceEquals(total.Scale, total.Instrument.TotalScale))
        {
            WriteAlerts(record.Place, total.Source, total.Instrument.Id, score.Alerts);
        }
    }

    private void WriteAlerts(FhirPlace place, FhirSource source, string instrument, EquatableArray<Alert> alerts)
    {
        foreach (var alert in alerts)
        {
            WriteKey(place, source);
            _writer.Write(instrument);
            _writer.Write($"alert:{alert.Id}");
            _writer.Write(ScoreLayout.WordOf(alert));
            _writer.Write((string?)null);
            _writer.Write(alert.Level);
            _writer.Write((string?)null);
            _writer.Write((string?)null);
            _writer.EndRow();
        }
    }

    private void WriteRow(FhirPlace place, FhirSource? source, string? instrument, string? scale, string status, Score? score, string? issues)
    {
        WriteKey(place, source);
        _writer.Write(instrument);
        _writer.Write(scale);
        _writer.Write(status);
        if (score?.Value is ScoreValue.Number number)
        {
            _writer.Write(number.Rounded);
        }
        else
        {
            _writer.Write(score?.Value?.Text);
        }

        _writer.Write(score?.Severity?.Band);
        if (score is null)
        {
            _writer.Write((string?)null);
        }
        else
        {
            _writer.Write((long)score.Answered);
        }

        _writer.Write(issues);
        _writer.EndRow();
    }

    private void WriteKey(FhirPlace place, FhirSource? source)
    {
        _writer.Write(place.Resource);
        foreach (var name in _keep)
        {
            _writer.Write(name switch
            {
                "id" => source?.Id,
                "subject" => source?.Subject,
                "encounter" => source?.Encounter,
                "at" => source?.At?.ToString() ?? source?.AtText,
                "resource_status" => source?.Status,
                _ => source?.Questionnaire,
            });
        }
    }

    /// <summary>Issues as a field of the table; <see langword="null"/> for none.</summary>
    public static string? Join(IEnumerable<Issue> issues)
    {
        var joined = string.Join(';', issues.Select(issue => issue.ToString()).Distinct(StringComparer.Ordinal));
        return joined.Length == 0 ? null : joined;
    }

    private void Count(Score? score)
    {
        _incomplete += score is Score.Incomplete ? 1 : 0;
        _invalid += score is Score.Invalid ? 1 : 0;
    }

    private void List(FhirPlace place, Issue issue)
    {
        if (issue.Severity == IssueSeverity.Notice)
        {
            return;
        }

        var isError = issue.Severity == IssueSeverity.Error;
        _ = isError ? _errorCount++ : _warningCount++;
        var list = isError ? _errors : _warnings;
        if (list.Count < MaxListed)
        {
            list.Add(ErrorOf(place, issue));
        }
    }

    // A line says where in NDJSON; in one document the number of the resource does.
    private TableError ErrorOf(FhirPlace place, Issue issue)
    {
        string?[] parts = [place.Line is null ? string.Create(CultureInfo.InvariantCulture, $"resource {place.Resource}") : null, place.Path.Length > 0 ? place.Path : null, issue.Place];
        return new TableError(issue.Code, issue.Severity, issue.Message, _file, place.Line, string.Join(", ", parts.Where(part => part is not null)));
    }
}
