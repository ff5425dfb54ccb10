using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Writes the rows of batches that were scored: what stands in them are few different texts, each made once.</summary>
internal sealed class WideRows
{
    private readonly byte[] _id;
    private readonly byte[] _instrument;
    private readonly int _keep;
    private readonly ScaleTexts[] _scales;
    private readonly ScoreLayout _layout;

    public WideRows(WideScorer scorer, Instrument instrument, ScoreLayout layout, int keep)
    {
        _layout = layout;
        _keep = keep;
        _scales = [.. scorer.Scorers.Select(one => new ScaleTexts(one))];
        _id = Encoding.UTF8.GetBytes(instrument.Id);
        _instrument = [(byte)',', .. CsvBytes.FieldOf(_id), (byte)','];
    }

    /// <summary>Writes the batch's rows.</summary>
    public void Write(WideBatch batch, TableWriter writer)
    {
        var csv = writer.Csv;
        var keptStart = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            ref readonly var own = ref batch.Own(row);
            if (own.IsOwn)
            {
                writer.Write(batch.FirstRow + row);
                for (var i = 0; i < _keep; i++)
                {
                    var end = batch.KeptEnd(row, i);
                    writer.WriteUtf8(batch.Kept[keptStart..end]);
                    keptStart = end;
                }

                writer.WriteUtf8(_id);
                _layout.WriteWide(writer, own.Sheet, own.Issues);
                writer.EndRow();
                continue;
            }

            csv.Field(batch.FirstRow + row);
            for (var i = 0; i < _keep; i++)
            {
                var end = batch.KeptEnd(row, i);
                csv.Field(batch.Kept[keptStart..end]);
                keptStart = end;
            }

            csv.Append(_instrument);
            for (var i = 0; i < _scales.Length; i++)
            {
                var scale = batch.Scales[i];
                csv.Append(_scales[i].Text(scale.Status[row], scale.Scores[row], scale.Severities[row]));
            }

            foreach (var alert in batch.Alerts)
            {
                csv.Append(alert[row] switch
                {
                    ColumnAlert.Raised => "raised,"u8,
                    ColumnAlert.Clear => "clear,"u8,
                    _ => "not-assessed,"u8,
                });
            }

            csv.Append(batch.Issues[row]);
            csv.EndRecord();
        }
    }
}
