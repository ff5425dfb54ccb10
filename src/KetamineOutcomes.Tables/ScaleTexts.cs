using System.Globalization;
using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>The three fields of one scale (status, score, severity), by what columns say: few different texts, each made once.</summary>
internal sealed class ScaleTexts(ColumnScorer scorer)
{
    private const int Places = 4096;
    private static readonly byte[] Incomplete = "incomplete,,,"u8.ToArray();
    private static readonly byte[] Invalid = "invalid,,,"u8.ToArray();

    // One text a place: a scale with more values makes some of them again.
    private readonly (long Key, byte[]? Text)[] _texts = new (long, byte[]?)[Places];

    public byte[] Text(ColumnStatus status, int score, byte severity)
    {
        if (status == ColumnStatus.Incomplete)
        {
            return Incomplete;
        }

        if (status == ColumnStatus.Invalid)
        {
            return Invalid;
        }

        var key = ((long)score << 16) | ((long)severity << 8) | (byte)status;
        ref var place = ref _texts[((score << 1) ^ (int)status) & (Places - 1)];
        if (place.Text is null || place.Key != key)
        {
            place = (key, Make(status, score, severity));
        }

        return place.Text!;
    }

    private byte[] Make(ColumnStatus status, int score, byte severity)
    {
        var text = new StringBuilder(WideScorer.WordOf(status));
        return
        [
            .. Encoding.UTF8.GetBytes(text.Append(',').ToString()),
            .. CsvBytes.FieldOf(Encoding.UTF8.GetBytes(Write(score))), (byte)',',
            .. CsvBytes.FieldOf(severity == ColumnScorer.NoSeverity ? [] : Encoding.UTF8.GetBytes(scorer.Severities[severity].Id)), (byte)',',
        ];
    }

    private string Write(int score) => scorer.Scale.Result switch
    {
        ResultKind.Number => new decimal(Math.Abs(score), 0, 0, score < 0, (byte)scorer.Scale.Decimals).ToString(CultureInfo.InvariantCulture),
        ResultKind.Flag => score != 0 ? "met" : "not-met",
        ResultKind.Profile => score.ToString(CultureInfo.InvariantCulture),
        _ => scorer.Scale.Categories.First(category => category.Value == score).Id,
    };
}
